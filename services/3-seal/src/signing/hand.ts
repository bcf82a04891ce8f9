import type { X509Certificate } from 'node:crypto';
import type { NationalSeal, Suite } from '@guidang/contracts';
import {
  addValidationData,
  base64,
  chainToAnchor,
  judgeRevocation,
  type Signer,
  signDetachedBy,
  signPdf,
  verifyDetached,
  verifyPdf,
  verifySm2Detached,
} from '@guidang/evidence';
import type { Sealers } from './keys.ts';
import type { RevocationLists } from './lists.ts';
import { validationPem } from './validation.ts';

/** A signature over a manifest, with what whoever verifies it needs beside an anchor. */
export type ManifestSignature =
  | { readonly suite: 'international'; readonly signature: string }
  | { readonly suite: 'national'; readonly signature: string; readonly certificates: NationalSeal['certificates'] };

/** Who seals at this moment in some suites. One moment and one key for everything about a case. */
export interface SealHand {
  /** Milliseconds since 1970 until which what it signs now holds. */
  readonly until: number;
  /** Certificates and revocation lists of this moment, as they go into every package. */
  readonly validation: Buffer;
  /** Signs the process record as PAdES baseline B, or T with a timestamp of its own, or LT where lists are at hand. */
  document(pdf: Uint8Array): Promise<Buffer>;
  manifest(suite: Suite, bytes: Uint8Array): Promise<ManifestSignature>;
}

export interface HandOptions {
  readonly sealers: Sealers;
  /** Whom those who verify our seals trust. */
  readonly anchors: readonly X509Certificate[];
  readonly lists: RevocationLists;
  /** Whether every certificate must be covered by a list. */
  readonly revocationRequired: boolean;
  /** A timestamp over the signature of every process record: one more question to the authority for each case. */
  readonly stampDocument?: ((suite: Suite, signature: Uint8Array) => Promise<Uint8Array>) | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Opens a hand for cases of these suites. @throws where a suite has no key that holds now, or its certificate does not hold */
export type OpenHand = (suites: readonly Suite[]) => Promise<SealHand>;

const must = <T>(verdict: { ok: true; value: T } | { ok: false; code: string; detail: string }): T => {
  if (!verdict.ok) throw new Error(`${verdict.code}: ${verdict.detail} / 签名未通过复核`);
  return verdict.value;
};

/**
 * What is signed is read back before it is given away, as a stranger would read it: a key store that fails, a certificate that has run out, was revoked, or leads to
 * nobody who is trusted leaves the case unsealed, never badly sealed.
 */
export const handsOf =
  ({ sealers, anchors, lists, revocationRequired, stampDocument, now }: HandOptions): OpenHand =>
  async (suites) => {
    const at = now();
    const revocationLists = lists();
    const holding = (suite: Suite): { signer: Signer; ends: number } => {
      const signer = sealers[suite]?.signerAt(at);
      if (!signer) throw new Error(`未配置该证据算法的签名密钥 / no key of the ${suite} suite is configured`);
      const chain = must(chainToAnchor(signer.certificates[0]!, signer.certificates.slice(1), anchors, at));
      must(judgeRevocation({ chain, lists: revocationLists, at, required: revocationRequired }));
      return { signer, ends: Math.min(...chain.map((one) => one.validToDate.getTime())) };
    };
    const signers = new Map(suites.map((suite) => [suite, holding(suite)]));
    const signerIn = (suite: Suite): Signer => signers.get(suite)!.signer;
    return {
      until: Math.min(...[...signers.values()].map(({ ends }) => ends)),
      validation: validationPem(
        [...signers.values()].flatMap(({ signer }) => signer.certificates),
        revocationLists,
      ),
      document: async (pdf) => {
        // One signature stands in the document: that which readers everywhere can verify, where there is one. The manifest names the document under both digests.
        const [suite] = suites;
        const signer = signerIn(suite!);
        const signed = must(
          await signPdf(pdf, signer, {
            at,
            field: '归档签章',
            reason: '办理过程归档固化',
            reserve: roomFor(signer, stampDocument !== undefined),
            ...(stampDocument && { stamp: (signature) => stampDocument(suite!, signature) }),
          }),
        );
        const long = stampDocument !== undefined && revocationLists.length > 0;
        const file = long
          ? must(
              addValidationData(signed, { certificates: signer.certificates.map(({ raw }) => raw), revocationLists }),
            )
          : signed;
        must(verifyPdf(file, { anchors, at, timestamps: { anchors, policies: [] } }));
        return file;
      },
      manifest: async (suite, bytes) => {
        const signer = signerIn(suite);
        if (suite === 'international') {
          const signature = await signDetachedBy(bytes, signer, Math.floor(at / 1000));
          must(verifyDetached(signature, bytes, { anchors, at }));
          return { suite, signature };
        }
        const signature = await signer.sign(bytes);
        const [leaf, ...between] = signer.certificates;
        must(verifySm2Detached(signature, bytes, leaf!, { anchors, certificates: between, at }));
        return {
          suite,
          signature: base64(signature),
          certificates: signer.certificates.map(({ raw }) => base64(raw)),
        };
      },
    };
  };

/** Room for a CMS: its certificates, and what stands around them; a timestamp brings its own certificates. */
function roomFor({ certificates }: Signer, stamped: boolean): number {
  const carried = certificates.reduce((sum, { raw }) => sum + raw.length, 0);
  return Math.ceil((carried + 1_536 + (stamped ? 12_288 : 0)) / 512) * 512;
}
