import type { KeyObject, X509Certificate } from 'node:crypto';
import { der, sm3 } from '@guidang/evidence';
import { signWith } from '../ca/index.ts';

/** Who makes or uses a seal: certificate and key of SM2. */
export interface SealHand {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

/** What a test seal says. Times in milliseconds since the epoch. */
export interface SealOrder {
  readonly id: string;
  readonly name: string;
  readonly maker: SealHand;
  /** Whose signatures under the seal count. */
  readonly holders: readonly X509Certificate[];
  readonly validFrom: number;
  readonly validUntil: number;
  /** A picture of 40 × 40 mm. */
  readonly picture: Uint8Array;
  /** Of which kind it is; left out, PNG. */
  readonly pictureType?: string;
  /** Lists digests of the holders' certificates instead of the certificates. */
  readonly byDigest?: boolean;
}

const SM2_WITH_SM3 = '1.2.156.10197.1.501';
const printable = (text: string): Buffer => der.tlv(0x13, Buffer.from(text, 'latin1'));

/** A seal in DER (SESeal of version 4, GB/T 38540-2020 §6.2), signed by its maker. For tests alone: real seals are made by the police's registered makers. */
export const makeSeal = (order: SealOrder): Buffer => {
  const holders = order.holders.map((c) =>
    order.byDigest ? der.sequence(printable('SM3'), der.octetString(sm3(c.raw))) : der.octetString(c.raw),
  );
  const property = der.sequence(
    der.integer(1),
    der.utf8(order.name),
    der.integer(order.byDigest ? 2 : 1),
    der.sequence(...holders),
    der.generalizedTime(order.validFrom),
    der.generalizedTime(order.validFrom),
    der.generalizedTime(order.validUntil),
  );
  const info = der.sequence(
    der.sequence(der.ia5('ES'), der.integer(4), der.ia5('GUIDANG-LAB')),
    der.ia5(order.id),
    property,
    der.sequence(der.ia5(order.pictureType ?? 'PNG'), der.octetString(order.picture), der.integer(40), der.integer(40)),
  );
  return der.sequence(
    info,
    der.octetString(order.maker.certificate.raw),
    der.oid(SM2_WITH_SM3),
    der.bitString(signWith(order.maker.key, info)),
  );
};

/**
 * A signature made with a seal over data (SES_Signature of version 4). `property` is the path of Signature.xml where the data is one.
 * @param stamp gives a token over the signature value
 */
export const signWithSeal = (
  data: Uint8Array,
  property: string,
  seal: Uint8Array,
  by: SealHand,
  time: number,
  stamp?: (signature: Uint8Array) => Uint8Array,
): Buffer => {
  const said = der.sequence(
    der.integer(4),
    seal,
    der.generalizedTime(time),
    der.bitString(sm3(data)),
    der.ia5(property),
  );
  const signature = signWith(by.key, said);
  return der.sequence(
    said,
    der.octetString(by.certificate.raw),
    der.oid(SM2_WITH_SM3),
    der.bitString(signature),
    ...(stamp ? [der.context(0, der.bitString(stamp(signature)))] : []),
  );
};
