import type { Raised } from '../findings/finding.ts';
import { raised } from '../findings/finding.ts';
import { ENDED, type Stage } from '../lane/stage.ts';
import type { PublishersList } from './publishers-list.ts';

/** Cases that are listed by name. */
const LISTED = 1_000;

/** What became of the cases of a publisher's list. */
export interface Completeness {
  readonly listed: number;
  /** How many stand where; `unknown`: its events are there, and it was never accepted. */
  readonly stages: Readonly<Partial<Record<Stage, number>>>;
  /** Those that have not ended, and where they stopped; the first ones by name. */
  readonly stopped: readonly { readonly case: string; readonly stage: Stage }[];
  /** Those of which nothing ever arrived; the first ones by name. */
  readonly absent: readonly string[];
  readonly absentCount: number;
  /** Cases that are there and that the publisher does not list: the list may be of one department or one year. */
  readonly unlisted: number;
  /** Rows that hold no case number. */
  readonly odd: PublishersList['odd'];
}

/** What lanes know of listed cases: by case, its stage. And how many accepted cases stand in no list. */
export interface ListedInLane {
  readonly stages: readonly (readonly [case_: string, stage: Stage])[];
  readonly unlisted: number;
}

/** Puts together what the lanes found. A case that the publisher has and that never arrived is a finding: nobody but the publisher can know. */
export function compare(
  { cases, odd }: PublishersList,
  lanes: readonly ListedInLane[],
  found: (finding: Raised) => void,
): Completeness {
  const known = new Map(lanes.flatMap(({ stages }) => stages));
  const absent = [...cases].filter((name) => !known.has(name)).sort();
  for (const name of absent.slice(0, LISTED))
    found(
      raised({
        code: 'CASE_ABSENT',
        at: {},
        case: name,
        time: Number.MAX_SAFE_INTEGER,
        field: '--publisher',
        expected: 'an event of the case',
        found: 'none',
      }),
    );
  const stages: Partial<Record<Stage, number>> = {};
  for (const stage of known.values()) stages[stage] = (stages[stage] ?? 0) + 1;
  return {
    listed: cases.size,
    stages: Object.fromEntries(Object.entries(stages).sort(([a], [b]) => (a < b ? -1 : 1))),
    stopped: [...known]
      .filter(([, stage]) => !ENDED.has(stage))
      .map(([name, stage]) => ({ case: name, stage }))
      .sort((a, b) => (a.case < b.case ? -1 : 1))
      .slice(0, LISTED),
    absent: absent.slice(0, LISTED),
    absentCount: absent.length,
    unlisted: lanes.reduce((sum, one) => sum + one.unlisted, 0),
    odd: odd.slice(0, LISTED),
  };
}
