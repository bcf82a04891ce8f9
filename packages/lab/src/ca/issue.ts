import { createHash, createPublicKey, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { childrenOf, contentOf, der, readDer } from '@guidang/evidence';
import { identifierOf, signWith } from './hand.ts';
import type { DistinguishedName } from './names.ts';

/** What a certificate is for. */
export type Use = 'authority' | 'timestamp' | 'seal';

const utf8 = (text: string): Buffer => der.tlv(0x0c, Buffer.from(text));
const printable = (text: string): Buffer => der.tlv(0x13, Buffer.from(text));
const bits = (bytes: Uint8Array, unused = 0): Buffer => der.tlv(0x03, Buffer.of(unused), bytes);

/** A Name (RFC 5280 §4.1.2.4): one attribute to each relative name; countries are printable strings, the rest UTF-8. */
const nameOf = ({ C, O, CN }: DistinguishedName): Buffer =>
  der.sequence(
    der.setOf(der.sequence(der.oid('2.5.4.6'), printable(C))),
    der.setOf(der.sequence(der.oid('2.5.4.10'), utf8(O))),
    der.setOf(der.sequence(der.oid('2.5.4.3'), utf8(CN))),
  );

/** Time (RFC 5280 §4.1.2.5): two-digit years until 2049, four digits from 2050 on. Whole seconds. */
const timeOf = (date: Date): Buffer => {
  const digits = date
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '');
  return date.getUTCFullYear() < 2050
    ? der.tlv(0x17, Buffer.from(digits.slice(2)))
    : der.tlv(0x18, Buffer.from(digits));
};

/** Of a private key its public half; a public key stands for one that lies elsewhere. */
const spkiOf = (key: KeyObject): Buffer =>
  (key.type === 'public' ? key : createPublicKey(key)).export({ type: 'spki', format: 'der' });

/** SHA-1 of the key's bits, as RFC 5280 §4.2.1.2 (1) derives key identifiers: a name, not a protection. */
const keyId = (key: KeyObject): Buffer => {
  const [, keyBits] = childrenOf(readDer(spkiOf(key)));
  return createHash('sha1').update(contentOf(keyBits!).subarray(1)).digest();
};

const extension = (id: string, critical: boolean, value: Uint8Array): Buffer =>
  der.sequence(der.oid(id), ...(critical ? [der.boolean(true)] : []), der.octetString(value));

const authorityKeyId = (issuer: KeyObject): Buffer =>
  extension('2.5.29.35', false, der.sequence(der.tlv(0x80, keyId(issuer))));

/** Key usage with its unused low bits (RFC 5280 §4.2.1.3): keyCertSign and cRLSign, or digitalSignature and nonRepudiation. */
const KEY_USAGE: Readonly<Record<Use, Buffer>> = {
  authority: bits(Buffer.of(0b0000_0110), 1),
  timestamp: bits(Buffer.of(0b1100_0000), 6),
  seal: bits(Buffer.of(0b1100_0000), 6),
};
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

const extensionsFor = (use: Use, subject: KeyObject, issuer: KeyObject): Buffer[] => [
  extension('2.5.29.19', true, use === 'authority' ? der.sequence(der.boolean(true)) : der.sequence()),
  extension('2.5.29.15', true, KEY_USAGE[use]),
  ...(use === 'timestamp' ? [extension('2.5.29.37', true, der.sequence(der.oid(TIME_STAMPING)))] : []),
  extension('2.5.29.14', false, der.octetString(keyId(subject))),
  ...(use === 'authority' ? [] : [authorityKeyId(issuer)]),
];

/** Signed whole (RFC 5280 §4.1, §5.1): what is said, the algorithm, the signature. */
const signed = (said: Buffer, key: KeyObject): Buffer =>
  der.sequence(said, identifierOf(key), bits(signWith(key, said)));

export interface Order {
  readonly use: Use;
  readonly subject: DistinguishedName;
  readonly key: KeyObject;
  readonly from: Date;
  readonly until: Date;
  /** Left out, 16 random bytes. */
  readonly serial?: bigint;
  /** Who issues; left out, the certificate signs itself. */
  readonly issuer?: { readonly name: DistinguishedName; readonly key: KeyObject };
}

/** Issues an X.509 v3 certificate (RFC 5280) signed by the issuer's key (P-256 with SHA-256, SM2 with SM3, …), under a serial number of 16 random bytes where none is given. */
export const issue = ({
  use,
  subject,
  key,
  from,
  until,
  serial: given,
  issuer = { name: subject, key },
}: Order): X509Certificate => {
  const serial = given ?? BigInt(`0x4c${randomBytes(15).toString('hex')}`);
  const said = der.sequence(
    der.context(0, der.integer(2)),
    der.integer(serial),
    identifierOf(issuer.key),
    nameOf(issuer.name),
    der.sequence(timeOf(from), timeOf(until)),
    nameOf(subject),
    spkiOf(key),
    der.context(3, der.sequence(...extensionsFor(use, key, issuer.key))),
  );
  return new X509Certificate(signed(said, issuer.key));
};

/** A certificate taken back: when, and why (CRLReason of RFC 5280 §5.3.1); without a reason the list says none. */
export interface Revoked {
  readonly certificate: X509Certificate;
  readonly at: Date;
  readonly reason?: number;
}

const revokedEntry = ({ certificate, at, reason }: Revoked): Buffer =>
  der.sequence(
    der.integer(BigInt(`0x${certificate.serialNumber}`)),
    timeOf(at),
    ...(reason === undefined ? [] : [der.sequence(extension('2.5.29.21', false, der.tlv(0x0a, Buffer.of(reason))))]),
  );

/** A revocation list (RFC 5280 §5) in DER, number 1, good until `until`; empty where nothing is named. Judges such as EU DSS ask for one. */
export const revocationList = (
  name: DistinguishedName,
  key: KeyObject,
  from: Date,
  until: Date,
  revoked: readonly Revoked[] = [],
): Buffer =>
  signed(
    der.sequence(
      der.integer(1),
      identifierOf(key),
      nameOf(name),
      timeOf(from),
      timeOf(until),
      ...(revoked.length > 0 ? [der.sequence(...revoked.map(revokedEntry))] : []),
      der.context(0, der.sequence(authorityKeyId(key), extension('2.5.29.20', false, der.integer(1)))),
    ),
    key,
  );
