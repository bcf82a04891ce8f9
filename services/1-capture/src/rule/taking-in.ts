import {
  type DossierMaterial,
  type Emit,
  emit,
  type FilesFacts,
  type MaterialAdded,
  type MaterialCaptured,
  type MaterialRefused,
  type MaterialReplaced,
  type MaterialSuperseded,
  type PublishedMaterial,
  type ResultCaptured,
  type ResultIssued,
  type Scheme,
} from '@guidang/contracts';
import { filesOf } from './announced.ts';
import { type TakenIn, takenIn } from './facts.ts';
import { type Replacing, replacing } from './replacing.ts';
import { answeredBy, missingOf } from './scope.ts';
import type { CaptureState } from './state.ts';

const ADDED: Replacing = { supersedes: null, insteadOf: null };

/** A material and what it changes in the dossier, or the refusal of it: one file that could not be taken in refuses the whole. */
interface Counted {
  readonly material: DossierMaterial;
  readonly unlisted: boolean;
  readonly missing: string[];
}

function counted(
  state: CaptureState,
  scheme: Scheme,
  published: PublishedMaterial,
  { files, countersignature }: TakenIn,
  supersedes: string | null,
): Counted {
  const others = state.materials.filter(({ material }) => material !== supersedes);
  const item = answeredBy(scheme, others, published.item);
  const material: DossierMaterial = {
    material: published.material,
    item,
    group: published.group,
    name: published.name,
    collected: published.collected,
    confirmed: published.scan?.confirmed ?? null,
    files: [...files],
    countersignature,
  };
  const missing = missingOf(scheme, { form: state.form, materials: [...others, material] });
  return { material, unlisted: item === null, missing };
}

const refusal = (
  state: CaptureState,
  scheme: Scheme,
  published: PublishedMaterial,
  { refused }: TakenIn,
  supersedes: string | null,
): Emit<MaterialRefused['body']> =>
  emit('MaterialRefused', 1, {
    material: published.material,
    name: published.name,
    ...(supersedes !== null && { replaces: supersedes }),
    refused: [...refused],
    missing: missingOf(scheme, state),
  });

/** A material came: it is counted, or it supersedes another (which stays), or it is refused with every file that could not be taken in. */
export function takeInMaterial(
  state: CaptureState,
  event: MaterialAdded | MaterialReplaced,
  scheme: Scheme,
  facts: FilesFacts,
): Emit<MaterialCaptured['body'] | MaterialSuperseded['body'] | MaterialRefused['body']> {
  const files = takenIn(filesOf(event), facts);
  // `consider` has seen to it that what is replaced is known.
  const { supersedes, insteadOf } =
    event.type === 'case.material.replaced' ? replacing(state, event.data.replaces)! : ADDED;
  if (files.refused.length > 0) return refusal(state, scheme, event.data, files, supersedes);
  const { material, unlisted, missing } = counted(state, scheme, event.data, files, supersedes);
  const { id, version } = scheme;
  if (event.type === 'case.material.replaced' && supersedes !== null)
    return emit('MaterialSuperseded', 1, {
      scheme: { id, version },
      material,
      replaces: supersedes,
      ...(insteadOf !== null && { insteadOf }),
      reason: event.data.reason,
      unlisted,
      missing,
    });
  return emit('MaterialCaptured', 1, {
    scheme: { id, version },
    material,
    ...(insteadOf !== null && { insteadOf }),
    unlisted,
    missing,
  });
}

/** 办结结果 with its document, which is a material like any other. Without the document there is no result. */
export function takeInResult(
  state: CaptureState,
  event: ResultIssued,
  scheme: Scheme,
  facts: FilesFacts,
): Emit<ResultCaptured['body'] | MaterialRefused['body']> {
  const { result, document } = event.data;
  const files = takenIn(filesOf(event), facts);
  if (files.refused.length > 0) return refusal(state, scheme, document, files, null);
  const { material, unlisted, missing } = counted(state, scheme, document, files, null);
  const { id, version } = scheme;
  return emit('ResultCaptured', 1, { scheme: { id, version }, result, material, unlisted, missing });
}
