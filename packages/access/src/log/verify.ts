import { entryHash, LogEntry } from './entry.ts';

/** An entry as it lies in the table, or in an export. */
export interface KeptEntry {
  readonly seq: number;
  readonly hash: string;
  readonly entry: string;
}

export type LogFaultCode = 'HASH' | 'PREVIOUS' | 'GAP' | 'ENTRY' | 'COLUMN' | 'ANCHOR' | 'TRUNCATED';

/** The first place where the log is not what it was. */
export interface LogFault {
  readonly seq: number;
  readonly code: LogFaultCode;
}

/** Where verification stands: what the next entry has to follow on. */
export interface LogHead {
  readonly seq: number;
  readonly hash: string | null;
}
export const EMPTY_LOG: LogHead = { seq: 0, hash: null };

/** Follows the chain over entries in their order, from `head` on. Pure: whoever has an export can do it elsewhere. */
export function followLog(head: LogHead, entries: readonly KeptEntry[]): { head: LogHead } | { fault: LogFault } {
  let at = head;
  for (const kept of entries) {
    const code = faultOf(at, kept);
    if (code !== undefined) return { fault: { seq: at.seq + 1, code } };
    at = { seq: kept.seq, hash: kept.hash };
  }
  return { head: at };
}

function faultOf(head: LogHead, { seq, hash, entry }: KeptEntry): LogFaultCode | undefined {
  if (seq !== head.seq + 1) return 'GAP';
  if (entryHash(entry) !== hash) return 'HASH';
  let said: LogEntry;
  try {
    said = LogEntry.parse(JSON.parse(entry));
  } catch {
    return 'ENTRY'; // its bytes are what their hash says, and they are no entry
  }
  if (said.seq !== seq) return 'COLUMN';
  return said.previous === head.hash ? undefined : 'PREVIOUS';
}
