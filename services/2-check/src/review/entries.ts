import type { FindingResolution, OpenFinding } from '@guidang/contracts';

/** A file in force of a case under review, under the name that findings give it. */
export interface ReviewFile {
  /** `file:<material>/<n>` */
  readonly object: string;
  /** 计算机文件名 as published */
  readonly name: string;
  readonly content: string;
  readonly size: number;
  readonly format: string;
}

/** A case that waits for people, or went back and may be overruled. */
export interface ReviewEntry {
  readonly case: string;
  readonly standing: 'waiting' | 'refused';
  /** LEFT_TO_PEOPLE, ROUNDS, REFUSED */
  readonly why: string;
  readonly round: number;
  /** 统一社会信用代码 */
  readonly department: string;
  readonly matter: string;
  readonly since: Date;
  /** SHA-256 of the link */
  readonly link: string;
  readonly files: readonly ReviewFile[];
}

/** A finding of such a case, how it stands, and who looks at it. */
export interface ReviewFinding extends OpenFinding {
  readonly acceptedBy: readonly string[];
  readonly settled: 'accepted' | 'rejected' | null;
  readonly claimedBy: string | null;
  readonly claimedUntil: Date | null;
}

/** What somebody sent through the door, and what became of it. */
export interface SentResolution {
  readonly id: string;
  readonly case: string;
  readonly key: string;
  readonly account: string;
  readonly resolution: FindingResolution['data']['resolution'];
  readonly reason: string;
  readonly sentAt: Date;
  readonly publishedAt: Date | null;
  /** sent: the step has not answered; followed; refused: it could not be followed */
  readonly state: 'sent' | 'followed' | 'refused';
  /** why it could not be followed */
  readonly why: string | null;
  readonly answeredAt: Date | null;
}
