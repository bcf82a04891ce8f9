import { type Asn1, asn1, oidIn, partsOf, SEQUENCE, timeIn } from './asn1.ts';
import { type Bytes, Odd, same, unbase64 } from './bytes.ts';
import { signatureHolds } from './signature.ts';

export interface Certificate {
  readonly der: Bytes;
  readonly signed: Bytes;
  readonly algorithm: string;
  readonly signature: Bytes;
  readonly serial: Bytes;
  readonly issuer: Bytes;
  readonly subject: Bytes;
  readonly from: number;
  readonly until: number;
  readonly spki: Bytes;
  readonly isAuthority: boolean;
  /** For timestamps and nothing else, said as critical (RFC 3161 §2.3). */
  readonly isForTimestampsOnly: boolean;
  /** May sign what is no certificate: digitalSignature or nonRepudiation, where its use is limited at all. */
  readonly maySign: boolean;
  readonly mayIssue: boolean;
}

const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_USE = '2.5.29.37';
const FOR_TIMESTAMPS = '1.3.6.1.5.5.7.3.8';
const DEEPEST = 6;

export function certificateOf(der: Bytes): Certificate {
  const [body, algorithm, signature] = partsOf(asn1(der), SEQUENCE);
  const fields = partsOf(body, SEQUENCE);
  const first = fields[0]?.tag === 0xa0 ? 1 : 0;
  const [serial, , issuer, validity, subject, spki] = fields.slice(first);
  const [from, until] = partsOf(validity, SEQUENCE);
  if (!serial || !issuer || !subject || !spki || signature?.tag !== 0x03) throw new Odd('no certificate');
  const last = fields.at(-1);
  const extensions = last?.tag === 0xa3 ? partsOf(partsOf(last)[0], SEQUENCE).map(extensionOf) : [];
  const one = (oid: string) => extensions.find((extension) => extension.oid === oid);
  const constraints = one(BASIC_CONSTRAINTS);
  const isAuthority = constraints !== undefined && partsOf(asn1(constraints.value), SEQUENCE)[0]?.content[0] === 0xff;
  const usage = one(KEY_USAGE);
  const bits = usage ? (asn1(usage.value).content[1] ?? 0) : 0xff;
  const extended = one(EXTENDED_USE);
  const uses = extended ? partsOf(asn1(extended.value), SEQUENCE).map(oidIn) : [];
  return {
    der,
    signed: body!.whole,
    algorithm: oidIn(partsOf(algorithm, SEQUENCE)[0]),
    signature: signature.content.slice(1) as Bytes,
    serial: serial.content,
    issuer: issuer.whole,
    subject: subject.whole,
    from: timeIn(from),
    until: timeIn(until),
    spki: spki.whole,
    isAuthority,
    isForTimestampsOnly: extended?.critical === true && uses.length === 1 && uses[0] === FOR_TIMESTAMPS,
    maySign: (bits & 0xc0) !== 0,
    mayIssue: isAuthority && (bits & 0x04) !== 0,
  };
}

function extensionOf(piece: Asn1): { oid: string; critical: boolean; value: Bytes } {
  const parts = partsOf(piece, SEQUENCE);
  return {
    oid: oidIn(parts[0]),
    critical: parts[1]?.tag === 0x01 && parts[1].content[0] === 0xff,
    value: parts.at(-1)!.content,
  };
}

export function pemCertificates(pem: string): Certificate[] {
  return [...pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g)].map(([, body = '']) =>
    certificateOf(unbase64(body.replace(/\s/g, ''))),
  );
}

/** Whether a certificate leads to one of those that are trusted, each valid at the time. Whether it was revoked is not looked at here. */
export async function leadsToAnchor(
  leaf: Certificate,
  pool: readonly Certificate[],
  anchors: readonly Certificate[],
  at: number,
): Promise<boolean> {
  let one = leaf;
  for (let depth = 0; depth < DEEPEST; depth++) {
    if (at < one.from || at > one.until) return false;
    if (anchors.some(({ der }) => same(der, one.der))) return true;
    const issuers = [...anchors, ...pool].filter(({ subject, mayIssue }) => mayIssue && same(subject, one.issuer));
    let above: Certificate | undefined;
    for (const issuer of issuers)
      if (await signatureHolds(issuer.spki, one.algorithm, undefined, one.signed, one.signature)) above = issuer;
    if (!above || same(above.der, one.der)) return false;
    one = above;
  }
  return false;
}
