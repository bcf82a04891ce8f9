import { FINDINGS, type FindingCode, type Layer } from './codes.ts';

/** A place in the topics: a record, or where one should be. */
export interface Spot {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** Where a finding is: a record, a whole partition or file (offset null), or nothing of the kind (topic null). */
export interface Where {
  readonly topic: string | null;
  readonly partition: number | null;
  readonly offset: number | null;
}

/** Something found, as a reader of the report sees it. */
export interface Finding extends Where {
  readonly code: FindingCode;
  readonly layer: Layer;
  readonly case: string | null;
  /** What of the record is at fault: path of a field, a header, a file. */
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

/** A claim of one record about the digest of another that does not hold: one of the two was changed. */
export interface Claim {
  readonly by: Spot;
  readonly about: Spot;
  readonly sha256: string;
  /** Nobody speaks of `by` in turn: it is the last of its chain, and its word alone does not make another record wrong in which nothing else is. */
  unwitnessed?: boolean;
}

/** A finding on its way to the report: with its place in time, and with what else it speaks of. */
export interface Raised extends Finding {
  /** LogAppendTime of the record it was found at, milliseconds since 1970: findings are told in the order of the history. */
  readonly time: number;
  readonly claim?: Claim | undefined;
}

/** Everything of a finding but what follows from its code. */
export type Raise = Omit<Raised, 'layer' | 'topic' | 'partition' | 'offset' | 'case'> & {
  readonly at: Partial<Where>;
  readonly case?: string | null;
};

export const raised = ({ at, case: caseNumber = null, ...rest }: Raise): Raised => ({
  topic: at.topic ?? null,
  partition: at.partition ?? null,
  offset: at.offset ?? null,
  case: caseNumber,
  layer: FINDINGS[rest.code].layer,
  ...rest,
  expected: oneLine(rest.expected),
  found: oneLine(rest.found),
});

/** Names of certificates and texts of faults have several lines. */
const oneLine = (text: string): string => (text.includes('\n') ? text.trim().replace(/\s*\n\s*/g, ', ') : text);

export const spotOf = ({ topic, partition, offset }: Spot): Spot => ({ topic, partition, offset });
/** The name of a place, the same for the same place. */
export const spotKey = ({ topic, partition, offset }: Where): string => `${topic}/${partition}@${offset}`;
