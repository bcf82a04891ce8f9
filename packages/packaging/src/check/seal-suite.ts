import type { X509Certificate } from 'node:crypto';
import type { Suite } from '@guidang/contracts';
import {
  coversDigest,
  type DigestName,
  digestOf,
  fromHex,
  leadsToRoot,
  objectOfBytes,
  parseCertificate,
  parseRecord,
  recordOfPath,
  suiteOfToken,
  type VerifiedToken,
  verifyDetached,
  verifyRecord,
  verifySm2Detached,
  verifyToken,
} from '@guidang/evidence';
import { z } from 'zod';
import { PLACES, SEAL_PLACES } from '../guidang-1/names.ts';
import { type Contents, jsonOf, textOf } from './contents.ts';
import { certificateBlocks } from './pem.ts';
import type { Report } from './report.ts';
import type { Trust } from './seal.ts';

const DIGEST: Readonly<Record<Suite, DigestName>> = { international: 'sha256', national: 'sm3' };

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const TimestampPath = z.strictObject({
  type: z.literal('timestamp-path'),
  version: z.literal(1),
  digest: Hash,
  root: Hash,
  path: z.array(z.array(Hash)),
});

/** A seal that was believed: when, and whose. */
export interface BelievedSeal {
  readonly token: VerifiedToken;
  readonly signer: X509Certificate;
}

/** The seal in one suite: stamped, signed, and its evidence record. @returns when it was sealed and by whom, where that holds */
export function checkSuite(
  suite: Suite,
  contents: Contents,
  manifest: Buffer,
  trust: Trust,
  report: Report,
): BelievedSeal | undefined {
  const root = checkPath(suite, contents, manifest, report);
  const token = checkToken(suite, contents, root, trust, report);
  checkRecord(suite, contents, manifest, token, trust, report);
  // A signature is judged as of the timestamp over what it signs; without one there is no time to judge it at.
  if (token === undefined) return undefined;
  const signer = (suite === 'international' ? checkJws : checkSm2)(contents, manifest, trust, token, report);
  return signer && { token, signer };
}

function checkPath(suite: Suite, contents: Contents, manifest: Buffer, report: Report): Buffer | null {
  const read = TimestampPath.safeParse(jsonOf(contents, SEAL_PLACES[suite].path));
  report.looked('SEAL_PATH', '由清单摘要到根 / from the manifest to the root');
  const root = read.success ? fromHex(read.data.root) : null;
  if (!read.success || root === null) {
    report.fault('SEAL_PATH', `${fileOf(SEAL_PLACES[suite].path)} 不合规 / is not a path`);
    return null;
  }
  const digest = digestOf(DIGEST[suite], manifest);
  if (read.data.digest !== digest.toString('hex'))
    report.fault('SEAL_PATH', '起点不是清单的摘要 / does not begin at the digest of the manifest');
  if (!leadsToRoot(DIGEST[suite], digest, read.data.path, root))
    report.fault('SEAL_PATH', '路径未到达根 / does not lead to the root');
  return Buffer.from(root);
}

function checkToken(
  suite: Suite,
  contents: Contents,
  root: Buffer | null,
  trust: Trust,
  report: Report,
): VerifiedToken | undefined {
  const verdict = verifyToken(contents.held.get(SEAL_PLACES[suite].token) ?? Buffer.alloc(0), trust.tsa);
  if (!verdict.ok) {
    report.fault('SEAL_TIMESTAMP', `${verdict.code}: ${verdict.detail}`);
    return undefined;
  }
  report.looked('SEAL_TIMESTAMP', new Date(verdict.value.time).toISOString());
  const covers = root === null ? undefined : coversDigest(verdict.value, root, undefined, DIGEST[suite]);
  if (covers?.ok === false) report.fault('SEAL_TIMESTAMP', `${covers.code}: ${covers.detail}`);
  if (suiteOfToken(verdict.value) !== suite)
    report.fault('SEAL_TIMESTAMP', `TOKEN_SUITE: ${verdict.value.scheme} 不属于该证据算法 / not of the ${suite} suite`);
  return verdict.value;
}

/** The record stands alone: it holds over the manifest at the time of its token, is about nothing else, and is made of the very token and path that lie beside it. */
function checkRecord(
  suite: Suite,
  contents: Contents,
  manifest: Buffer,
  token: VerifiedToken | undefined,
  trust: Trust,
  report: Report,
): void {
  const places = SEAL_PLACES[suite];
  const bytes = contents.held.get(places.record) ?? Buffer.alloc(0);
  const parsed = parseRecord(bytes);
  if (!parsed.ok) {
    report.fault('SEAL_RECORD', `${fileOf(places.record)}: ${parsed.code}: ${parsed.detail}`);
    return;
  }
  report.looked('SEAL_RECORD', `RFC 4998, ${DIGEST[suite]}`);
  const path = TimestampPath.safeParse(jsonOf(contents, places.path));
  const stamp = contents.held.get(places.token);
  const made =
    path.success && stamp
      ? recordOfPath(DIGEST[suite], digestOf(DIGEST[suite], manifest), path.data.path, stamp)
      : undefined;
  if (made?.equals(bytes) !== true)
    report.fault('SEAL_RECORD', '证据记录与时间戳, 路径不一致 / is not made of the timestamp and path beside it');
  if (token === undefined) return;
  const verdict = verifyRecord(bytes, [objectOfBytes('manifest.json', manifest)], {
    timestamps: trust.tsa,
    at: token.time,
    exactly: true,
  });
  if (!verdict.ok) report.fault('SEAL_RECORD', `${verdict.code}: ${verdict.detail}`);
}

type CheckSignature = (
  contents: Contents,
  manifest: Buffer,
  trust: Trust,
  token: VerifiedToken,
  report: Report,
) => X509Certificate | undefined;

const checkJws: CheckSignature = (contents, manifest, trust, token, report) => {
  const jws = textOf(contents, PLACES.signature) ?? '';
  const verdict = verifyDetached(jws, manifest, { anchors: trust.signers, at: token.time });
  if (!verdict.ok) {
    report.fault('SEAL_SIGNATURE', `${verdict.code}: ${verdict.detail}`);
    return undefined;
  }
  report.looked('SEAL_SIGNATURE', `${verdict.value.algorithm} ${verdict.value.signer.fingerprint256}`);
  return verdict.value.signer;
};

const checkSm2: CheckSignature = (contents, manifest, trust, token, report) => {
  const blocks = certificateBlocks(textOf(contents, PLACES.nationalCertificates) ?? '').map((pem) =>
    parseCertificate(pem),
  );
  const [leaf, ...between] = blocks.flatMap((one) => (one.ok ? [one.value] : []));
  const bad = blocks.find((one) => !one.ok);
  if (leaf === undefined || bad) {
    report.fault('SEAL_SIGNATURE', 'manifest.sm2.pem 不合规 / holds no certificates');
    return undefined;
  }
  const signature = contents.held.get(PLACES.nationalSignature) ?? Buffer.alloc(0);
  const trusted = { anchors: trust.signers, certificates: between, at: token.time };
  const verdict = verifySm2Detached(signature, manifest, leaf, trusted);
  if (!verdict.ok) {
    report.fault('SEAL_SIGNATURE', `${verdict.code}: ${verdict.detail}`);
    return undefined;
  }
  report.looked('SEAL_SIGNATURE', `SM2 ${leaf.fingerprint256}`);
  return leaf;
};

const fileOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
