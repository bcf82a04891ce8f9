import { openCheckpoint } from '@guidang/evidence';
import type { Anchors } from '../anchors.ts';
import { type Raised, raised } from '../findings/finding.ts';

/** What is wrong with the checkpoint that the log publishes: it is to be signed, and cosigned by enough witnesses. */
export function publishedFaults(note: string, { log, witnesses, quorum }: Anchors): Raised[] {
  const say = (code: Raised['code'], expected: string, found: string): Raised =>
    raised({ code, at: {}, time: Number.MAX_SAFE_INTEGER, field: 'log/checkpoint', expected, found });
  const signed = openCheckpoint(note, log);
  if (!signed.ok)
    return [say('NOTE_SIGNATURE', 'a signature of the log that holds', `${signed.code}: ${signed.detail}`)];
  const opened = openCheckpoint(note, log, witnesses);
  const count = opened.ok ? opened.value.signatures.length - 1 : 0;
  if (opened.ok && count >= quorum) return [];
  const found = opened.ok ? String(count) : `${opened.code}: ${opened.detail}`;
  return [say('COSIGNATURE_QUORUM', `${quorum} of ${witnesses.length} witnesses`, found)];
}
