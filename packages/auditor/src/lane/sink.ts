import type { Inspection } from '@guidang/contracts';
import type { Announced, Holding } from '@guidang/store/decide';
import type { Raised, Spot } from '../findings/finding.ts';

/** A copy as a link says where it is, and how it is protected. */
export interface CopyTask {
  readonly place: string;
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  readonly until: string;
}

interface CopiesTask {
  readonly at: Spot;
  readonly case: string;
  readonly time: number;
  readonly content: string;
  readonly size: number;
  readonly copies: readonly CopyTask[];
}

/** A package, as the link that stored it says. */
export interface PackageTask extends CopiesTask {
  readonly kind: 'package';
  readonly retainUntil: string | null;
  /** It came from elsewhere: whoever opens it as one of ours finds nothing. */
  readonly foreign?: true;
}

/** What lies beside a package, as the link says that put it there: a renewed evidence record, or the report on a package from elsewhere. */
export interface RecordTask extends CopiesTask {
  readonly kind: 'record';
  /** Where the link says a digest of the manifest that no link says before: what, and the package that the manifest lies in. */
  readonly manifest: {
    readonly algorithm: 'sha384' | 'sha512';
    readonly digest: string;
    /** null: the package came from elsewhere, and the record is over it as a whole */
    readonly referenceCode: string | null;
    readonly package: { readonly content: `sha256:${string}`; readonly sm3: string; readonly size: number };
    readonly copies: readonly Omit<CopyTask, 'until'>[];
  } | null;
}

/** An object that a link names and that should be in a bucket. */
export interface ObjectTask {
  readonly kind: 'object';
  readonly at: Spot;
  readonly case: string;
  readonly time: number;
  readonly bucket: 'prearchive' | 'use';
  readonly content: string;
  readonly size: number;
}

/** 定期检测: what a link says was found of a stored package, to be judged again from its bytes. */
export interface InspectionTask {
  readonly kind: 'inspection';
  readonly at: Spot;
  readonly case: string;
  readonly time: number;
  /** when the link was decided, RFC 3339 */
  readonly decided: string;
  /** the version of store's rule by which it was decided */
  readonly rules: string;
  /** as store remembered it then */
  readonly holding: Pick<
    Holding,
    'package' | 'referenceCode' | 'copies' | 'manifest' | 'digests' | 'records' | 'elsewhere'
  >;
  /** what the package was announced with; null: it came from elsewhere, or nobody read the link that stored it */
  readonly announced: Announced | null;
  readonly inspection: Inspection;
}
export type ContentTask = PackageTask | RecordTask | ObjectTask | InspectionTask;

/** Why no committed record lies at an offset: nothing lies there at all, a record was given up, or a transaction ends. */
export type Vacancy = 'nothing' | 'given-up' | 'marker';

/** Where a lane puts what it finds, while it goes. */
export interface LaneSink {
  found(finding: Raised): void;
  /** A committed record of an archive topic: what the log has as a leaf. `sha256` is that of its value bytes, in hexadecimal. */
  leaf(topic: string, partition: number, offset: number, timestamp: number, sha256: string): void;
  /** An offset of an archive topic at which no committed record lies. */
  vacant(topic: string, partition: number, offset: number, by: Vacancy): void;
  content(task: ContentTask): void;
  /** Entries read since it was last called. */
  progress(entries: number): void;
}
