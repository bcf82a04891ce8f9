/** Two audits beside one another. Types alone. */
export interface AuditComparison {
  /** Id of the earlier and of the later audit. */
  readonly earlier: string;
  readonly later: string;
  /** What was counted, by name: before and after. */
  readonly counts: readonly { readonly name: string; readonly before: number; readonly after: number }[];
  /** Layers of which the verdict differs. */
  readonly layers: readonly { readonly layer: string; readonly before: string; readonly after: string }[];
  /** The last head of the log that enough witnesses cosigned; null where there was none. */
  readonly heads: { readonly before: string | null; readonly after: string | null };
  /** The log, or what was audited, has become less: history does not shrink. */
  readonly shrunk: readonly string[];
  readonly appeared: readonly ComparedFault[];
  readonly gone: readonly ComparedFault[];
  /** Faults that both name. */
  readonly stayed: number;
  /** A report counts more faults than it lists: what appeared and is gone may be among those. */
  readonly incomplete: boolean;
}
export interface ComparedFault {
  readonly code: string;
  readonly title: string;
  readonly where: string;
}
