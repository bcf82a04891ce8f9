import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BatchPath,
  base64,
  buildBatch,
  type DigestName,
  type Ed25519Signer,
  fromBase64,
  type JwsSigner,
  jwsSigner,
  NOTE_COSIGNATURE,
  type NoteKey,
  noteKey,
  signerOf,
  type TimestampTrust,
  type TokenWords,
  timestampRequest,
  tokenOfResponse,
  verifyToken,
  wordsOfToken,
} from '@guidang/evidence';
import { type Anchors, furnishTrustFolder, TSA_POLICY, WITNESSES } from '@guidang/lab/ca';
import { type Authority, answer } from '@guidang/lab/tsa';

/** Everybody who signs in a history: the log, its witnesses, the seal, the timestamp authority. Real keys, made for one run. */
export interface Signers {
  readonly anchors: Anchors;
  readonly log: NoteKey;
  readonly signLog: Ed25519Signer;
  readonly logKey: KeyObject;
  readonly witnesses: readonly { readonly key: NoteKey; readonly sign: Ed25519Signer }[];
  readonly seal: JwsSigner;
  readonly authority: Authority;
}

/** @param quorum how many witnesses must have seen a checkpoint. With one there is no other; with more there are all of the laboratory's */
export function makeSigners(now: Date, quorum = 1): Signers {
  const dir = mkdtempSync(join(tmpdir(), 'guidang-history-'));
  try {
    const furnished = furnishTrustFolder(dir, now);
    const parties = WITNESSES.slice(0, quorum === 1 ? 1 : undefined);
    const anchors = { ...furnished, witnesses: furnished.witnesses.slice(0, parties.length), quorum };
    const key = (name: string): KeyObject => createPrivateKey(readFileSync(join(dir, name)));
    const certificate = (name: string): X509Certificate => new X509Certificate(readFileSync(join(dir, name)));
    const logKey = key('notary.key');
    return {
      anchors,
      log: noteKey(anchors.log.origin, logKey),
      signLog: signerOf(logKey),
      logKey,
      witnesses: parties.map(({ name, file }) => {
        const own = key(`${file}.key`);
        return { key: noteKey(name, own, NOTE_COSIGNATURE), sign: signerOf(own) };
      }),
      seal: jwsSigner(key('seal.key'), [certificate('seal.pem')]),
      authority: { certificate: certificate('tsa.pem'), key: key('tsa.key'), policy: TSA_POLICY },
    };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** Under whom tokens are believed. */
export const trustOf = ({ anchors }: Signers): TimestampTrust => ({
  anchors: anchors.tsa.certificates.map((pem) => new X509Certificate(pem)),
  policies: [],
});

let serial = 1n;

/** A token over a digest, base64. */
export function tokenOver(
  digest: Uint8Array,
  { authority }: Signers,
  now: number,
  algorithm: DigestName = 'sha256',
): string {
  const question = timestampRequest({ digest, algorithm, nonce: serial, policy: authority.policy });
  const token = tokenOfResponse(answer(question, authority, () => serial++, new Date(now))!);
  if (!token.ok) throw new Error(token.detail);
  return base64(token.value);
}

/** One token over many digests, and the path of each. */
export function stampTogether(
  digests: readonly Uint8Array[],
  signers: Signers,
  now: number,
): { token: string; root: string; by: TokenWords; pathOf: (digest: Uint8Array) => BatchPath } {
  const { root, paths } = buildBatch(digests);
  const token = tokenOver(root, signers, now);
  const opened = verifyToken(fromBase64(token)!, trustOf(signers));
  if (!opened.ok) throw new Error(opened.detail);
  return {
    token,
    root: root.toString('hex'),
    by: wordsOfToken(opened.value),
    pathOf: (digest) => paths.get(Buffer.from(digest).toString('hex'))!,
  };
}
