/**
 * What evidence costs on one core, by CPU time, so that whatever else the machine does does not count: records built out of a batch, verified after renewals, tokens,
 * signatures, PDFs.  node bench/src/evidence.ts [milliseconds for each]
 */

import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import {
  buildHashTree,
  digestOf,
  newRecord,
  objectOfBytes,
  parseRecord,
  recordBytes,
  type Signer,
  sha256,
  signPdf,
  sm2PrivateKeyOf,
  sm2Sign,
  sm2Verifies,
  verifyCms,
  verifyPdf,
  verifyRecord,
  verifyToken,
} from '@guidang/evidence';
import { algorithmOfKey, issue, signWith } from '@guidang/lab/ca';
import { evidenceSamples } from '@guidang/lab/fuzz';

const budget = Number(process.argv[2] ?? 1500);
const now = Date.UTC(2026, 0, 15);
const samples = await evidenceSamples(now);
const timestamps = { anchors: [samples.root, samples.smRoot], policies: [] };
const trust = { anchors: [samples.root, samples.smRoot], at: samples.at, timestamps };
const objects = [objectOfBytes('data', samples.data)];

/** Runs it for so long, three times, and gives the best figure: what the machine can do when it is left alone. */
const measure = async (name: string, each: number, work: (i: number) => unknown): Promise<void> => {
  let best = 0;
  for (let round = 0; round < 3; round++) {
    const cpu = process.cpuUsage();
    const began = performance.now();
    let n = 0;
    while (performance.now() - began < budget / 3) await work(n++);
    const { user, system } = process.cpuUsage(cpu);
    best = Math.max(best, (n * each * 1_000_000) / (user + system));
  }
  console.log(`${name.padEnd(64)} ${Math.round(best).toLocaleString('en-US').padStart(10)} /s`);
};

const key: KeyObject = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const span = { from: new Date(now - 86_400_000), until: new Date(now + 86_400_000_0) };
const subject = { C: 'CN', O: 'bench', CN: 'seal' };
const leafKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const leaf = issue({
  use: 'seal',
  subject: { ...subject, CN: 'leaf' },
  key: leafKey,
  ...span,
  issuer: { name: subject, key },
});
const signer: Signer = {
  certificates: [leaf],
  algorithm: algorithmOfKey(leafKey),
  sign: async (bytes) => signWith(leafKey, bytes),
};
const MATES = 1000;
const batch = Array.from({ length: MATES }, (_, i) => [sha256(`case ${i}`)]);
const sm = generateKeyPairSync('ec', { namedCurve: 'SM2' }).privateKey;
const smKey = sm2PrivateKeyOf(sm);
const smSignature = sm2Sign(samples.data, smKey);

await measure(`证据记录:千件一树并各自成记录 / records built, ${MATES} to a tree`, MATES, () => {
  const built = buildHashTree(batch);
  for (const reduced of built.trees) recordBytes(newRecord('sha256', reduced, samples.token));
});
await measure('证据记录:读入 / records read', 1, () => parseRecord(samples.record));
await measure('证据记录:验证,三个时间戳 / records verified, three tokens each', 1, () =>
  verifyRecord(samples.record, objects, { timestamps, at: samples.at }),
);
const remembered = new Map<string, ReturnType<typeof verifyToken>>();
const verify = (token: Uint8Array): ReturnType<typeof verifyToken> => {
  const name = sha256(token).toString('hex');
  const found = remembered.get(name) ?? verifyToken(token, timestamps);
  remembered.set(name, found);
  return found;
};
await measure('证据记录:验证,时间戳已验过 / records verified whose tokens are known', 1, () =>
  verifyRecord(samples.record, objects, { timestamps, at: samples.at, verify }),
);
await measure('证据记录:SHA-512 / trees of SHA-512, 1000 leaves', MATES, () =>
  buildHashTree(
    batch.map(([d]) => [digestOf('sha512', d!)]),
    'sha512',
  ),
);
await measure('时间戳:验证 P-256 / tokens verified, P-256', 1, () => verifyToken(samples.token, timestamps));
await measure('时间戳:验证 SM2 / tokens verified, SM2', 1, () => verifyToken(samples.smToken, timestamps));
await measure('SM2 签名 / SM2 signatures made', 1, () => sm2Sign(samples.data, smKey));
await measure('SM2 验签 / SM2 signatures verified', 1, () => sm2Verifies(samples.data, smSignature, smKey.point));
await measure('CMS:验证 B-T / CMS verified, B-T', 1, () => verifyCms(samples.cms, null, trust));
await measure('PAdES B-B:签署 / PAdES B-B signed', 1, () => signPdf(samples.pdf, signer, { at: now }));
await measure('PAdES B-T:验证 / PAdES B-T verified', 1, () => verifyPdf(samples.signedPdf, trust));
