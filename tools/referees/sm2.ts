import { readFileSync } from 'node:fs';
import { absent, type Judge, sitting, type Word } from './judgement.ts';
import type { TokenQuestion } from './openssl.ts';
import { ran, versionOf } from './programs.ts';
import { withFiles } from './with-files.ts';

/** A signature in SM2 with SM3 (DER of r and s), the certificate of the key (DER), and the file it is over. */
export interface Sm2Question {
  readonly signature: Uint8Array;
  readonly certificate: Uint8Array;
  readonly over: string;
}

/** Of GM/T 0009: everybody's, where nobody has agreed on another. */
const IDENTITY = 'distid:1234567812345678';
const NONE = '没有 openssl / no openssl (apt-get install openssl)';

export interface Sm2Judges {
  readonly signature: Judge<Sm2Question>;
  readonly token: Judge<TokenQuestion>;
}

/**
 * OpenSSL's judgement of what is sealed in the national suite. `openssl ts -verify` is of no use there: it looks at certificates without their signers'
 * identity, and refuses every chain in SM2. So of a token what it can judge is judged one by one: the signature over the signed attributes, the digest
 * in them of what was stamped, and the digest in that. Whose certificate it is, is left to the auditor.
 */
export async function openSm2(): Promise<Sm2Judges> {
  const version = (await versionOf('openssl', ['version']))?.split(' ').slice(0, 2).join(' ');
  if (version === undefined)
    return { signature: absent('openssl dgst -sm3', NONE), token: absent('openssl dgst -sm3, token', NONE) };
  return {
    signature: sitting(`${version}, dgst -sm3`, verified),
    token: sitting(`${version}, dgst -sm3, token`, tokenVerified),
  };
}

const verified = ({ signature, certificate, over }: Sm2Question): Promise<Word> =>
  withFiles({ signature, certificate }, async (files) => {
    const pem = await ran('openssl', ['x509', '-inform', 'DER', '-in', files.certificate, '-pubkey', '-noout']);
    if (pem.code !== 0) return { accepted: false, detail: first(pem.stderr) };
    return withFiles({ key: Buffer.from(pem.stdout) }, async ({ key }) => {
      const how = ['dgst', '-sm3', '-verify', key, '-sigopt', IDENTITY, '-signature', files.signature, over];
      const { code, stdout, stderr } = await ran('openssl', how);
      return { accepted: code === 0 && stdout.includes('Verified OK'), detail: first(stdout || stderr) };
    });
  });

async function tokenVerified({ token, digest }: TokenQuestion): Promise<Word> {
  const told = await ran('openssl', ['asn1parse', '-inform', 'DER', '-in', token]);
  if (told.code !== 0) return { accepted: false, detail: first(told.stderr) };
  const parts = partsOf(readFileSync(token), linesOf(told.stdout));
  if (!parts) return { accepted: false, detail: '不是带签名属性的时间戳 / no token with signed attributes' };
  const { stamped, attributes, signature, certificates, messageDigest } = parts;
  if (!stamped.includes(Buffer.from(digest, 'hex')))
    return { accepted: false, detail: 'the token is over something else' };
  return withFiles({ stamped, attributes }, async (files) => {
    const sm3 = (await ran('openssl', ['dgst', '-sm3', '-r', files.stamped])).stdout.split(' ')[0]!;
    if (sm3 !== messageDigest.toLowerCase())
      return { accepted: false, detail: `messageDigest ${messageDigest}, sm3 ${sm3}` };
    const words = [];
    for (const certificate of certificates)
      words.push(await verified({ signature, certificate, over: files.attributes }));
    return words.find(({ accepted }) => accepted) ?? words[0] ?? { accepted: false, detail: 'no certificate in it' };
  });
}

interface Line {
  readonly at: number;
  readonly depth: number;
  readonly header: number;
  readonly length: number;
  readonly text: string;
}

const linesOf = (told: string): Line[] =>
  [...told.matchAll(/^\s*(\d+):d=(\d+)\s+hl=(\d+)\s+l=\s*(\d+) (.*)$/gm)].map(
    ([, at, depth, header, length, text]) => ({
      ...{ at: Number(at), depth: Number(depth), header: Number(header), length: Number(length), text: text! },
    }),
  );

/** The pieces of a SignedData (RFC 5652 §5.1) where OpenSSL says they lie. */
function partsOf(der: Buffer, lines: readonly Line[]) {
  const whole = ({ at, header, length }: Line) => der.subarray(at, at + header + length);
  const content = ({ at, header, length }: Line) => der.subarray(at + header, at + header + length);
  const inside = (outer: Line, depth: number) =>
    lines.filter((one) => one.depth === depth && one.at > outer.at && one.at < outer.at + outer.header + outer.length);
  const type = lines.findIndex(({ text }) => text.includes(':id-smime-ct-TSTInfo'));
  const stamped = lines.slice(type).find(({ text }) => /prim:\s*OCTET STRING/.test(text));
  const certificates = lines.find(({ depth, text }) => depth === 3 && /cons:\s*cont \[ 0 \]/.test(text));
  const signers = lines.findLast(({ depth, text }) => depth === 3 && /cons:\s*SET/.test(text));
  if (!stamped || !certificates || !signers) return undefined;
  const signer = inside(signers, 5);
  const attributes = signer.find(({ text }) => /cons:\s*cont \[ 0 \]/.test(text));
  const signature = signer.findLast(({ text }) => /prim:\s*OCTET STRING/.test(text));
  const named = lines.findIndex(({ text }) => text.includes(':messageDigest'));
  const messageDigest = lines.slice(named).find(({ text }) => /OCTET STRING/.test(text));
  if (!attributes || !signature || named < 0 || !messageDigest) return undefined;
  // Signed as a SET OF, stored under a tag of its own (RFC 5652 §5.4).
  const signed = Buffer.from(whole(attributes));
  signed[0] = 0x31;
  return {
    stamped: content(stamped),
    attributes: signed,
    signature: content(signature),
    certificates: inside(certificates, 4).map(whole),
    messageDigest: content(messageDigest).toString('hex'),
  };
}

const first = (said: string): string => said.trim().split('\n')[0] ?? '';
