import { createHash } from 'node:crypto';
import { coversDigest, type TimestampTrust, verifyToken } from '@guidang/evidence';
import type { AskAuthority } from '@guidang/host';
import type { Vault } from '@guidang/vault';
import type { Anchor, OperationLog } from './log.ts';
import { EMPTY_LOG, followLog, type LogFault, type LogHead } from './verify.ts';

/** What a token stands over: which log, how far, and its head. */
export const anchorText = (service: string, seq: number, hash: string): string =>
  `guidang operation log\n${service}\n${seq}\n${hash}\n`;
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Where anchors go beside the table: a bucket in which nobody can delete. */
export interface AnchorPlace {
  readonly vault: Vault;
  readonly bucket: string;
  /** Until then nobody may delete it. */
  readonly until: () => Date;
}

/**
 * Has the head of the log timestamped by an authority that we do not control, and keeps the token where the log's owner cannot delete it. From then on everything up
 * to the head is as old as the token says: whoever rewrites the table with all its hashes is found out. Does nothing where nothing is new.
 * @returns the anchor, or undefined where nothing was new
 */
export async function anchorLog(
  log: OperationLog,
  service: string,
  ask: AskAuthority,
  now: () => number,
  place?: AnchorPlace,
): Promise<Anchor | undefined> {
  const { seq, hash } = await log.head();
  const last = (await log.anchors()).at(-1);
  if (hash === null || last?.seq === seq) return undefined;
  const text = anchorText(service, seq, hash);
  const token = await ask(digestOf(text));
  const anchor: Anchor = { seq, hash, at: new Date(now()).toISOString(), token };
  if (place) {
    const kept = JSON.stringify({ text, token: token.toString('base64') });
    await place.vault.put(place.bucket, Buffer.from(kept), {
      key: `operation-log/${service}/${String(seq).padStart(12, '0')}.json`,
      lock: { mode: 'COMPLIANCE', until: place.until() },
    });
  }
  await log.keepAnchor(anchor);
  return anchor;
}

/** What verification found: the whole log as it stands, or the first entry that is not what it was. */
export interface LogVerdict {
  readonly entries: number;
  readonly head: string | null;
  readonly anchors: number;
  /** Entries after the last anchor: only their chain speaks for them. */
  readonly unanchored: number;
  readonly fault: LogFault | null;
}

const PAGE = 1_000;

/** Follows the chain from its beginning, and holds every anchor against it. */
export async function verifyLog(
  log: OperationLog,
  service: string,
  trust: TimestampTrust | undefined,
): Promise<LogVerdict> {
  const anchors = await log.anchors();
  const waiting = [...anchors];
  let head: LogHead = EMPTY_LOG;
  const verdict = (fault: LogFault | null): LogVerdict => ({
    ...{ entries: head.seq, head: head.hash, anchors: anchors.length, fault },
    unanchored: head.seq - (anchors.at(-1)?.seq ?? 0),
  });
  for (;;) {
    const page = await log.after(head.seq, PAGE);
    if (page.length === 0) break;
    const followed = followLog(head, page);
    if ('fault' in followed) return verdict(followed.fault);
    while (waiting[0] && waiting[0].seq <= followed.head.seq) {
      const anchor = waiting.shift()!;
      if (!anchorHolds(anchor, service, page.find(({ seq }) => seq === anchor.seq)?.hash, trust))
        return verdict({ seq: anchor.seq, code: 'ANCHOR' });
    }
    head = followed.head;
  }
  return verdict(waiting[0] ? { seq: head.seq + 1, code: 'TRUNCATED' } : null);
}

function anchorHolds(
  anchor: Anchor,
  service: string,
  hash: string | undefined,
  trust: TimestampTrust | undefined,
): boolean {
  if (hash !== anchor.hash) return false;
  if (trust === undefined) return true;
  const verified = verifyToken(Buffer.from(anchor.token), trust);
  return verified.ok && coversDigest(verified.value, digestOf(anchorText(service, anchor.seq, anchor.hash))).ok;
}
