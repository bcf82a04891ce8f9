import {
  type CapturedFile,
  type CaptureLink,
  type ClosingFacts,
  type FindingResolution,
  type FormFacts,
  type InspectedFile,
  parseLink,
  type RawRecord,
} from '@guidang/contracts';
import { contentNameOf } from '@guidang/evidence';
import type { CheckFacts } from '../src/rule/facts.ts';
import { reviewing } from '../src/rule/review.ts';
import type { CheckState } from '../src/rule/state.ts';

/** What is made up of a file: nothing said, it is all that its record says. */
export interface FileSays {
  readonly bytes?: Partial<NonNullable<InspectedFile['bytes']>> | null;
  readonly inspection?: Partial<NonNullable<InspectedFile['inspection']>>;
  readonly scan?: Partial<NonNullable<InspectedFile['scan']>>;
}

export function foundOf({ content, sm3, size, puid, format, pages }: CapturedFile, says: FileSays = {}): InspectedFile {
  if (says.bytes === null) return { content, bytes: null, inspection: null, scan: null };
  return {
    content,
    bytes: { sha256: content.slice('sha256:'.length), sm3, size, ...says.bytes },
    inspection: {
      ...{ inspector: 'formats/1', puid, format, extensionAgrees: true, readable: 'yes', problems: [], pages },
      ...{ encrypted: false, quality: null },
      ...says.inspection,
    },
    scan: {
      ...{ verdict: 'clean', signature: null, engine: 'ClamAV 1.4.6', signaturesAt: '2026-03-05T00:00:00Z' },
      ...says.scan,
    },
  };
}

/** How files fail, by a word in their name, so that a tale can be told by names alone. */
const FATES: readonly (readonly [RegExp, FileSays])[] = [
  [/virus/, { scan: { verdict: 'infected', signature: 'Eicar-Test-Signature' } }],
  [/fake/, { inspection: { extensionAgrees: false } }],
  [/scripted/, { inspection: { problems: ['JAVASCRIPT'] } }],
  [/opaque/, { inspection: { readable: 'not-looked' } }],
  [/lost/, { bytes: null }],
];
export const fateOf = (name: string): FileSays => FATES.find(([word]) => word.test(name))?.[1] ?? {};

const FORM_OPENS: FormFacts = { valid: true, commitmentMatches: true, age: 'none', asked: [], problems: [] };

/** Facts as gathering would find them for what a person decided. */
export function factsForDecision(state: CheckState, decision: FindingResolution): CheckFacts {
  const comes = reviewing(state, decision);
  if (comes.comes !== 'to-an-end') return {};
  const { chain, ownLinks } = comes.standing;
  const links = chain.links + state.links - ownLinks;
  return { chain: { content: contentNameOf(`chain of ${links}`), size: links * 500, links } };
}

/** Facts as gathering would find them for a link of capture. @param ownLinks how many links check has of the case */
export function factsFor(
  record: RawRecord,
  ownLinks: number,
  changes: Partial<ClosingFacts> & { form?: FormFacts } = {},
): CheckFacts {
  const link: CaptureLink = parseLink('capture', record);
  const { form = FORM_OPENS, ...closing } = changes;
  switch (link.type) {
    case 'CaseOpened':
    case 'FormCaptured':
      return { files: [foundOf(link.body.form!)], form };
    case 'MaterialCaptured':
    case 'MaterialSuperseded':
    case 'ResultCaptured': {
      const { files, countersignature } = link.body.material;
      const all = [...files, ...(countersignature ? [countersignature] : [])];
      return { files: all.map((file) => foundOf(file, fateOf(file.name))), form: null };
    }
    case 'CaseCaptured': {
      const captured = closing.captured ?? { links: link.seq, fault: null, line: null };
      const links = captured.links + 1 + ownLinks;
      return {
        chain: { content: contentNameOf(`chain of ${links}`), size: links * 500, links },
        captured,
        scanner: { engine: 'ClamAV 1.4.6', signaturesAt: '2026-03-05T00:00:00Z' },
        ...closing,
      };
    }
    default:
      throw new Error(`nothing is gathered for ${link.type}`);
  }
}
