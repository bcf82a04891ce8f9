import type { Copyable } from '../rule/copyable.ts';
import type { FoundAgainst } from '../rule/refusal.ts';

/** What is said on every page of a copy. All of it is known before the copy is made, so the same request gives the same bytes. */
export interface Marks {
  readonly copyId: string;
  /** what the QR code says */
  readonly verifyUrl: string;
  /** 档号 */
  readonly referenceCode: string;
  /** 材料名称 */
  readonly title: string;
  /** 利用目的 */
  readonly purpose: string;
  /** account that asked; not a name */
  readonly account: string;
  /** when it was asked, RFC 3339 UTC; shown by the clock of Asia/Shanghai */
  readonly askedAt: string;
}

export interface CopyJob {
  readonly kind: Copyable;
  readonly marks: Marks;
}

export interface MadeCopy {
  readonly pdf: Uint8Array;
  readonly pages: number;
  readonly how: 'kept' | 'drawn';
}

/** No copy can be made of this file: a finding about the file, not an error of ours. */
export class NoCopy extends Error {
  readonly reason: FoundAgainst;
  constructor(reason: FoundAgainst) {
    super(reason);
    this.name = 'NoCopy';
    this.reason = reason;
  }
}

export const MOST_PAGES = 1_000;
