import type { ObjectRef, SealTimestamp, Suite } from '@guidang/contracts';
import {
  base64,
  hex,
  newRecord,
  objectOfDigests,
  pass,
  recordBytes,
  suiteOfToken,
  verifyRecord,
  verifyToken,
  wordsOfToken,
} from '@guidang/evidence';
import type { GroupStamp } from '@guidang/host';
import { DIGEST, manifestDigest } from './evidence-record.ts';

export interface CaseStamp {
  readonly timestamp: SealTimestamp;
  readonly evidenceRecord: string;
}

/** What came back for a case is no evidence of it. It is asked for again; nothing is sealed with it. */
export class RecordRefused extends Error {
  readonly code: string;
  constructor(code: string, detail: string) {
    super(`${code}: ${detail} / 证据记录未通过复核`);
    this.name = 'RecordRefused';
    this.code = code;
  }
}

/**
 * The case's own evidence record out of a batch, read back as a stranger would: over this manifest and nothing else, under a token of this suite that holds now. The token
 * was verified when it came; here it is the same bytes or it is verified anew. @throws RecordRefused
 */
export function caseStamp(suite: Suite, manifest: ObjectRef, stamp: GroupStamp, now: number): CaseStamp {
  const algorithm = DIGEST[suite];
  const record = recordBytes(newRecord(algorithm, stamp.tree, stamp.token));
  const object = objectOfDigests('manifest', { [algorithm]: manifestDigest(suite, manifest) });
  const timestamps = { anchors: [], policies: [] };
  const held = verifyRecord(record, [object], {
    timestamps,
    verify: (token) => (stamp.token.equals(token) ? pass(stamp.verified) : verifyToken(token, timestamps)),
    at: now,
    exactly: true,
  });
  if (!held.ok) throw new RecordRefused(held.code, held.detail);
  if (suiteOfToken(stamp.verified) !== suite)
    throw new RecordRefused(
      'TOKEN_SUITE',
      `a token signed with ${stamp.verified.scheme} for a seal of the ${suite} suite`,
    );
  return {
    timestamp: {
      token: base64(stamp.token),
      root: hex(stamp.root),
      path: stamp.tree.slice(1).map((list) => list.map(hex)),
      by: wordsOfToken(stamp.verified),
    },
    evidenceRecord: base64(record),
  };
}
