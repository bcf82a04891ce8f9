import {
  type CapturedFile,
  type DossierMaterial,
  type Emit,
  emit,
  type FilesFacts,
  type FormCaptured,
  type FormReplaced,
  type MaterialRefused,
  type Scheme,
} from '@guidang/contracts';
import { filesOf } from './announced.ts';
import { takenIn } from './facts.ts';
import { FORM, missingOf } from './scope.ts';
import type { CaptureState } from './state.ts';

const NAME = '申请表单';

/** 申请表单更正: the form is taken in and in force, or refused; then the one before it stays in force, if there was one. */
export function replaceForm(
  state: CaptureState,
  event: FormReplaced,
  scheme: Scheme,
  facts: FilesFacts,
): Emit<FormCaptured['body'] | MaterialRefused['body']> {
  const { files, refused } = takenIn(filesOf(event), facts);
  const [form] = files;
  if (!form)
    return emit('MaterialRefused', 1, {
      ...{ material: FORM, name: NAME },
      refused: [...refused],
      missing: missingOf(scheme, state),
    } satisfies MaterialRefused['body']);
  const { reference, reason } = event.data;
  // `consider` lets nothing through before the case is open.
  const head = state.head!;
  return emit('FormCaptured', 1, {
    head: { ...head, applicant: { ...head.applicant, reference } },
    form,
    superseded: state.form && asMaterial(state, state.form),
    reason,
    missing: missingOf(scheme, { ...state, form }),
  } satisfies FormCaptured['body']);
}

/** Replaced, never overwritten: from here on it is a file of the dossier like any other that was superseded, under the first identifier that is free. */
function asMaterial({ materials, superseded }: CaptureState, form: CapturedFile): DossierMaterial {
  const taken = new Set([...materials, ...superseded].map(({ material }) => material));
  let n = 1;
  while (taken.has(`${FORM}.${n}`)) n += 1;
  return {
    material: `${FORM}.${n}`,
    item: null,
    group: 'application',
    name: NAME,
    collected: 'other',
    confirmed: null,
    files: [form],
    countersignature: null,
  };
}
