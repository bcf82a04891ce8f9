import { absent, type Judge, sitting, type Word } from './judgement.ts';
import { ran, versionOf } from './programs.ts';

/** A token as a file of its own, with the SHA-256 digest it should be over, in hexadecimal. */
export interface TokenQuestion {
  readonly token: string;
  readonly digest: string;
}

const NONE = '没有 openssl / no openssl (apt-get install openssl)';

/** The two judgements OpenSSL gives of a token: that it holds over the digest, and that it is DER where renewals will hash it. */
export async function openOpenssl(ca: string): Promise<[verifies: Judge<TokenQuestion>, parses: Judge<TokenQuestion>]> {
  const version = (await versionOf('openssl', ['version']))?.split(' ').slice(0, 2).join(' ');
  if (version === undefined) return [absent('openssl ts -verify', NONE), absent('openssl asn1parse', NONE)];
  return [
    sitting(`${version}, ts -verify`, (question) => verified(question, ca)),
    sitting(`${version}, asn1parse`, inDer),
  ];
}

async function verified({ token, digest }: TokenQuestion, ca: string): Promise<Word> {
  const args = ['ts', '-verify', '-token_in', '-in', token, '-digest', digest, '-CAfile', ca];
  const { code, stdout, stderr } = await ran('openssl', args);
  const accepted = code === 0 && /Verification: OK/.test(`${stdout}${stderr}`);
  return { accepted, detail: lines(`${stdout}${stderr}`, /Verification|error|failed|mismatch/i) };
}

/**
 * A verifier of evidence records hashes the DER of a token. Where its content is an OCTET STRING in pieces, or has no length, token and DER differ, and a renewal
 * over the one does not hold over the other, though every verifier of timestamps takes both.
 */
async function inDer({ token }: TokenQuestion): Promise<Word> {
  const { code, stdout, stderr } = await ran('openssl', ['asn1parse', '-inform', 'DER', '-i', '-in', token]);
  if (code !== 0) return { accepted: false, detail: lines(stderr, /error/i) };
  const content = /:id-smime-ct-TSTInfo\n[^\n]*cons:\s*cont \[ 0 \][^\n]*\n[^\n]*prim:\s*OCTET STRING/.test(stdout);
  const pieces = /cons:\s*(OCTET|BIT) STRING|l=inf/.test(stdout);
  const detail = content && !pieces ? 'prim: OCTET STRING' : '内容不是 DER / the content is not DER';
  return { accepted: content && !pieces, detail };
}

const lines = (said: string, wanted: RegExp): string =>
  said
    .split('\n')
    .filter((line) => wanted.test(line))
    .join(' ')
    .trim() || said.trim().split('\n')[0]!;
