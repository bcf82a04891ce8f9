import type { X509Certificate } from 'node:crypto';
import { SealManifest } from '@guidang/contracts';
import {
  coversDigest,
  fromHex,
  sha256,
  type TimestampTrust,
  type VerifiedToken,
  verifyBatch,
  verifyDetached,
  verifyToken,
} from '@guidang/evidence';
import { z } from 'zod';
import { contentsOf as placesOf } from '../guidang-1/layout.ts';
import { PLACES } from '../guidang-1/names.ts';
import { type Contents, jsonOf, textOf } from './contents.ts';
import type { Report } from './report.ts';

/** Whom the judge believes: certificates of those whose seals count, and of timestamp authorities. Never taken from the package. */
export interface Trust {
  readonly signers: readonly X509Certificate[];
  readonly tsa: TimestampTrust;
}

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const TimestampPath = z.strictObject({
  type: z.literal('timestamp-path'),
  version: z.literal(1),
  digest: Hash,
  root: Hash,
  path: z.array(z.array(Hash)),
});

/** The seal: manifest readable, stamped, signed, and everything it names is there. @returns the manifest, where it can be read */
export function checkSeal(contents: Contents, trust: Trust, report: Report): SealManifest | undefined {
  const bytes = contents.held.get(PLACES.manifest);
  if (bytes === undefined) return undefined;
  const token = checkTimestamp(contents, bytes, trust, report);
  checkSignature(contents, bytes, trust, token, report);
  const parsed = SealManifest.safeParse(jsonOf(contents, PLACES.manifest));
  report.looked('SEAL_MANIFEST', '可读 / readable');
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    report.fault('SEAL_MANIFEST', `固化清单不合规 / not a manifest: ${issue?.path.join('.') ?? ''}`);
    return undefined;
  }
  checkObjects(contents, parsed.data, report);
  return parsed.data;
}

function checkTimestamp(contents: Contents, manifest: Buffer, trust: Trust, report: Report): VerifiedToken | undefined {
  const path = TimestampPath.safeParse(jsonOf(contents, PLACES.path));
  report.looked('SEAL_PATH', '由清单摘要到根 / from the manifest to the root');
  const root = path.success ? fromHex(path.data.root) : null;
  if (!path.success || root === null) report.fault('SEAL_PATH', 'timestamp-path.json 不合规 / is not a path');
  else {
    const digest = sha256(manifest);
    if (path.data.digest !== digest.toString('hex'))
      report.fault('SEAL_PATH', '起点不是清单的摘要 / does not begin at the digest of the manifest');
    if (!verifyBatch(digest, path.data.path, root))
      report.fault('SEAL_PATH', '路径未到达根 / does not lead to the root');
  }
  const verdict = verifyToken(contents.held.get(PLACES.token) ?? Buffer.alloc(0), trust.tsa);
  if (!verdict.ok) {
    report.fault('SEAL_TIMESTAMP', `${verdict.code}: ${verdict.detail}`);
    return undefined;
  }
  report.looked('SEAL_TIMESTAMP', new Date(verdict.value.time).toISOString());
  const covers = root === null ? undefined : coversDigest(verdict.value, root);
  if (covers?.ok === false) report.fault('SEAL_TIMESTAMP', `${covers.code}: ${covers.detail}`);
  return verdict.value;
}

/** A signature is judged as of the timestamp over what it signs; without one there is no time to judge it at. */
function checkSignature(
  contents: Contents,
  manifest: Buffer,
  trust: Trust,
  token: VerifiedToken | undefined,
  report: Report,
): void {
  if (token === undefined) return;
  const jws = textOf(contents, PLACES.signature) ?? '';
  const verdict = verifyDetached(jws, manifest, { anchors: trust.signers, at: token.time });
  if (!verdict.ok) report.fault('SEAL_SIGNATURE', `${verdict.code}: ${verdict.detail}`);
  else report.looked('SEAL_SIGNATURE', `${verdict.value.algorithm} ${verdict.value.signer.fingerprint256}`);
}

/** Every object of the manifest is there under all its names, at every place it has, and there is nothing else beside what every package holds. */
function checkObjects({ files }: Contents, manifest: SealManifest, report: Report): void {
  const byDigest = new Map([...files.values()].map((file) => [file.sha256, file]));
  report.looked('SEAL_OBJECTS', `${manifest.objects.length} 个对象 / objects`);
  for (const { content, sm3, size } of manifest.objects) {
    const found = byDigest.get(content.slice('sha256:'.length));
    if (found === undefined) report.fault('SEAL_OBJECTS', `${content}: 缺失 / not in the package`);
    else if (found.sm3 !== sm3)
      report.fault('SEAL_OBJECTS', `${content}: SM3 不符 / expected ${sm3}, found ${found.sm3}`);
    else if (found.size !== size)
      report.fault('SEAL_OBJECTS', `${content}: 大小不符 / expected ${size}, found ${found.size}`);
  }
  const places = placesOf(manifest.dossier, manifest.document);
  report.looked('CASE_FILES', `${places.size} 个文件 / files`);
  for (const [path, content] of places) {
    const found = files.get(path);
    if (found === undefined) report.fault('CASE_FILES', `${path}: 缺失 / missing`);
    else if (`sha256:${found.sha256}` !== content)
      report.fault('CASE_FILES', `${path}: 不是登记的文件 / expected ${content}, found sha256:${found.sha256}`);
  }
  const ours = new Set<string>(
    Object.values(PLACES).filter((path) => path !== PLACES.form && path !== PLACES.document),
  );
  for (const path of files.keys())
    if (path.startsWith('data/') && !places.has(path) && !ours.has(path))
      report.fault('CASE_FILES', `${path}: 未登记的文件 / nobody handed this in`);
}
