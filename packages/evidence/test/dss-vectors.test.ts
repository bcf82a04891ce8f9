import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  judgeRecord,
  objectOfBytes,
  objectOfDigests,
  parseCertificate,
  parseRecord,
  parseToken,
  type RecordedObject,
  tokenInDer,
} from '../src/index.ts';
import { type Over, VECTORS } from './dss/vectors.ts';
import { VECTOR_PLACE } from './fetch-dss-vectors.ts';

const absent = !existsSync(VECTOR_PLACE);

const objectOf = (over: Over, i: number): RecordedObject => {
  if (typeof over === 'string') return objectOfBytes(`object ${i}`, Buffer.from(over));
  if ('file' in over) return objectOfBytes(over.file, readFileSync(join(VECTOR_PLACE, over.file)));
  const digests = Object.entries(over).map(([name, text]) => [name, Buffer.from(text, 'base64')]);
  return objectOfDigests(`object ${i}`, Object.fromEntries(digests));
};

/** Nobody gave us anchors for these: each token's own certificates stand in, so that hashes, signatures and times are judged. */
const verdictOn = (bytes: Uint8Array, objects: readonly RecordedObject[]): true | string => {
  const record = parseRecord(bytes);
  if (!record.ok) return record.code;
  const tokens = record.value.chains.flat().map((stamp) => {
    const inDer = tokenInDer(stamp.token);
    return inDer.ok ? parseToken(inDer.value) : inDer;
  });
  const parts = tokens.flatMap((token) => (token.ok ? [token.value] : []));
  const anchors = parts
    .flatMap((token) => token.certificates)
    .map(parseCertificate)
    .flatMap((c) => (c.ok ? [c.value] : []));
  const at = Math.max(0, ...parts.map((token) => token.info.time));
  const timestamps = { anchors, policies: [], naming: 'v1' as const };
  const verdict = judgeRecord(record.value, objects, { timestamps, at, foreign: true });
  return verdict.ok || verdict.code;
};

describe.skipIf(absent)('evidence records published with EU DSS (fetched by test/fetch-dss-vectors.ts)', () => {
  it.each(VECTORS.map((v, i) => [i, v.record, v] as const))('%i: %s', (_, name, vector) => {
    expect(verdictOn(readFileSync(join(VECTOR_PLACE, name)), vector.over.map(objectOf))).toBe(vector.ours);
  });
});

describe('the table of those records', () => {
  it('explains every difference between DSS, Bouncy Castle and us', () => {
    const differing = VECTORS.filter((v) => new Set([v.dss, v.bouncycastle, v.ours === true]).size > 1);
    expect(differing.filter((v) => !v.why)).toEqual([]);
    expect(VECTORS).toHaveLength(34);
  });
});
