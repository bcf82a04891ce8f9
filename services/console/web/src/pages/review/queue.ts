/** The review door of check (docs/contracts/check.openapi.json), as far as the page uses it. */
export interface QueuedCase {
  readonly case: string;
  readonly standing: 'waiting' | 'refused';
  readonly why: string;
  readonly round: number;
  readonly matter: string;
  readonly since: string;
  readonly open: number;
  readonly claimed: number;
}
export interface Queue {
  readonly items: readonly QueuedCase[];
  readonly next: string | null;
}
export interface QueuedFinding {
  readonly key: string;
  readonly item: { readonly code: string; readonly zh: string; readonly en: string; readonly looksAt: string };
  readonly persons: number;
  readonly finding: {
    readonly item: string;
    readonly outcome: string;
    readonly level: string;
    readonly object: string;
    readonly code: string;
    readonly evidence: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  };
  readonly acceptedBy: readonly string[];
  readonly settled: 'accepted' | 'rejected' | null;
  readonly claimedBy: string | null;
  readonly claimedUntil: string | null;
}
export interface ReviewedCase extends Omit<QueuedCase, 'open' | 'claimed'> {
  readonly findings: readonly QueuedFinding[];
}
