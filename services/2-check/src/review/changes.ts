import type {
  CaseAwaitingReview,
  CaseRefused,
  CheckLink,
  Dossier,
  FindingResolved,
  OpenFinding,
} from '@guidang/contracts';
import { FORM } from '@guidang/properties';
import type { ReviewEntry, ReviewFile } from './entries.ts';

/** What a link changes in the queue. */
export type QueueChange =
  /** nothing of the case waits for people any more: it passed, or it is being handled anew */
  | { readonly do: 'close'; readonly case: string }
  | { readonly do: 'open'; readonly entry: ReviewEntry; readonly open: readonly OpenFinding[] }
  | {
      readonly do: 'resolve';
      readonly case: string;
      readonly key: string;
      readonly by: string;
      readonly resolution: FindingResolved['body']['resolution'];
      readonly settled: boolean;
    };

/** What became of a resolution that a link answers. */
export interface QueueAnswer {
  /** id of the link: it follows from that of the resolution */
  readonly link: string;
  readonly state: 'followed' | 'refused';
  readonly why: string | null;
  readonly at: string;
}

/** Pure. What stands in the queue is what the step would say of it: the fold of its own links (rule/evolve.ts). */
export function changeOf(link: CheckLink, sha256: string): QueueChange | undefined {
  const { case: caseNumber } = link;
  switch (link.type) {
    // Something of the case is another than it was judged by.
    case 'MaterialChecked':
    case 'CaseChecked':
      return { do: 'close', case: caseNumber };
    case 'CaseRefused':
    case 'CaseAwaitingReview': {
      const { open } = link.body;
      // What a person ended is over; so is a round in which nobody may settle anything.
      const over = open.length === 0 || (link.type === 'CaseRefused' && link.body.resolution !== null);
      return over ? { do: 'close', case: caseNumber } : { do: 'open', entry: entryOf(link, sha256), open };
    }
    case 'FindingResolved': {
      const { key, by, resolution, standing } = link.body;
      return { do: 'resolve', case: caseNumber, key, by: by.account, resolution, settled: standing === 'settled' };
    }
    case 'ResolutionRefused':
      return undefined;
  }
}

export function answerOf({ id, time, input, ...link }: CheckLink): QueueAnswer | undefined {
  if (input.topic !== 'case.decisions') return undefined;
  if (link.type !== 'ResolutionRefused') return { link: id, state: 'followed', why: null, at: time };
  return { link: id, state: 'refused', why: link.body.reason, at: time };
}

function entryOf({ type, case: caseNumber, time, body }: CaseRefused | CaseAwaitingReview, link: string): ReviewEntry {
  const { round, dossier } = body;
  return {
    case: caseNumber,
    standing: type === 'CaseRefused' ? 'refused' : 'waiting',
    why: type === 'CaseRefused' ? 'REFUSED' : (body as CaseAwaitingReview['body']).why,
    round,
    department: dossier.head.department.uscc,
    matter: dossier.head.matter.name,
    since: new Date(time),
    link,
    files: filesOf(dossier),
  };
}

/** Under the names that findings give them (`materialFacts`, `formFacts`). */
const filesOf = ({ form, materials }: Dossier): ReviewFile[] => [
  ...(form ? [fileOf(`file:${FORM}/1`, form)] : []),
  ...materials.flatMap(({ material, files, countersignature }) => [
    ...files.map((file, i) => fileOf(`file:${material}/${i + 1}`, file)),
    ...(countersignature ? [fileOf(`file:${material}/countersignature`, countersignature)] : []),
  ]),
];

const fileOf = (object: string, { name, content, size, format }: Omit<ReviewFile, 'object'>): ReviewFile => ({
  ...{ object, name, content, size, format },
});
