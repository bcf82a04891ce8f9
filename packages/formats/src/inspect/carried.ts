/** What verifies signatures. It is loaded when the first file carries one: a process that never meets one stays small. */
import type { X509Certificate } from 'node:crypto';
import {
  type CarriedSignature,
  type CmsTrust,
  parseCertificate,
  signaturesInOfd,
  signaturesInPdf,
  unopened,
} from '@guidang/evidence';
import type { SignatureAnchors } from '../trust.ts';

const certificates = (pems: readonly string[]): X509Certificate[] =>
  pems.map(parseCertificate).flatMap((one) => (one.ok ? [one.value] : []));

/** A signature without a timestamp is judged at this moment: whoever looks says when it was. */
function trustOf({ signers, timestamps, revocationLists }: SignatureAnchors): CmsTrust {
  const anchors = certificates(timestamps);
  return {
    anchors: certificates(signers),
    revocationLists,
    at: Date.now(),
    // Without anybody who is believed about time, a timestamp proves nothing here and is not looked at.
    ...(anchors.length > 0 && { timestamps: { anchors, policies: [], revocationLists, naming: 'v1' } }),
  };
}

export const carriedInPdf = (content: Buffer, anchors: SignatureAnchors): CarriedSignature[] =>
  signaturesInPdf(content, trustOf(anchors));

export const carriedInOfd = (entries: ReadonlyMap<string, Uint8Array>, anchors: SignatureAnchors): CarriedSignature[] =>
  signaturesInOfd(entries, trustOf(anchors));

/** XML signatures, which are told of and not verified here. */
export const carriedInOffice = (): CarriedSignature[] => [unopened('signature', 'XML_SIGNATURE')];
