import type { X509Certificate } from 'node:crypto';
import type { CaseChecked, CaseSealed, NationalSeal, RawRecord, SealTimestamp } from '@guidang/contracts';
import { LIMITS } from '@guidang/contracts';
import {
  digestOfName,
  fromBase64,
  fromHex,
  type KnownSigners,
  leadsToRoot,
  parseCertificate,
  verifyDetached,
  verifySm2Detached,
} from '@guidang/evidence';
import { manifestOf } from '@guidang/seal/decide';
import type { OpenedLink } from '@guidang/stream';
import type { Anchors } from '../anchors.ts';
import type { FindingCode } from '../findings/codes.ts';
import { type Claim, raised, spotOf } from '../findings/finding.ts';
import { otherWords, RenewalJudge } from './renewal-judge.ts';
import type { CaseRoom } from './room.ts';
import type { LaneSink } from './sink.ts';
import { Tokens } from './tokens.ts';

type Found = (code: FindingCode, field: string, expected: string, was: string, claim?: Claim) => void;

const HOLDS = 'a signature that holds under the anchors';

/** Why the SM2 signature does not hold; null where it does. */
function sm2Fault(
  { signature, certificates }: NationalSeal,
  manifest: Buffer,
  anchors: readonly X509Certificate[],
  at: number,
): string | null {
  const bytes = fromBase64(signature);
  const [leaf, ...between] = certificates.map((text) => parseCertificate(fromBase64(text) ?? Buffer.alloc(0)));
  if (bytes === null || !leaf?.ok) return 'no signature, or no certificate';
  const pool = between.flatMap((one) => (one.ok ? [one.value] : []));
  const verdict = verifySm2Detached(bytes, manifest, leaf.value, { anchors, certificates: pool, at });
  return verdict.ok ? null : `${verdict.code}: ${verdict.detail}`;
}

/** Tokens and signers that were verified once: whether they hold is the same for every seal that has them. */
export interface KnownEvidence {
  readonly tokens: Tokens;
  readonly signers: KnownSigners;
}

export const knownEvidence = (anchors: Anchors): KnownEvidence => ({
  tokens: new Tokens(anchors.tsa),
  signers: new Map(),
});

/**
 * Judges what a seal says beyond its decision: the signature over the manifest, which follows from the link and the one it answers; the timestamp and the
 * path to it; and that the links it names are those of the chain.
 */
export class SealJudge {
  readonly #anchors: Anchors;
  readonly #tokens: Tokens;
  readonly #sink: LaneSink;
  readonly #signers: KnownSigners;
  /** What became of the evidence of a seal later on; it shares the tokens that were verified. */
  readonly renewals: RenewalJudge;

  /** @param known what was verified before under these anchors, for all lanes of a thread: a batch of seals lies across partitions, and they share its token */
  constructor(anchors: Anchors, sink: LaneSink, known: KnownEvidence) {
    this.#anchors = anchors;
    this.#tokens = known.tokens;
    this.#signers = known.signers;
    this.#sink = sink;
    this.renewals = new RenewalJudge(anchors.tsa, this.#tokens, sink);
  }

  /** @param input the closing link of check that it answers; the two follow from one another, which was judged before */
  judge({ record, link }: OpenedLink, input: RawRecord, room: CaseRoom): void {
    const { facts } = link as unknown as CaseSealed;
    const found: Found = (code, field, expected, was, claim) =>
      this.#sink.found(
        raised({
          code,
          at: spotOf(record),
          case: link.case,
          time: record.timestamp,
          field,
          expected,
          found: was,
          claim,
        }),
      );
    this.#links(record, facts.links, room, found);
    const between = { from: input.timestamp - LIMITS.aheadMs, until: record.timestamp + LIMITS.aheadMs };
    if (facts.timestamp) this.#time('sha256', facts, facts.timestamp, 'facts.timestamp', between, found);
    if (facts.national) this.#time('sm3', facts, facts.national.timestamp, 'facts.national.timestamp', between, found);
    this.#signature(record, link as unknown as CaseSealed, input, found);
  }

  /** That the evidence record is made of token and path is part of the decision, and was taken again before. */
  #time(
    algorithm: 'sha256' | 'sm3',
    { manifest }: CaseSealed['facts'],
    { token, root, path, by }: SealTimestamp,
    field: string,
    between: { from: number; until: number },
    found: Found,
  ): void {
    const digest = algorithm === 'sha256' ? digestOfName(manifest.content) : (fromHex(manifest.sm3) ?? Buffer.alloc(0));
    const top = fromHex(root) ?? Buffer.alloc(0);
    if (!leadsToRoot(algorithm, digest, path, top)) found('SEAL_PATH', `${field}.path`, root, 'it leads elsewhere');
    for (const fault of this.#tokens.judge(token, top, between, algorithm))
      found(fault.code, `${field}.token`, fault.expected, fault.found);
    const verdict = this.#tokens.verdict(fromBase64(token) ?? Buffer.alloc(0));
    const words = verdict.ok ? otherWords(by, verdict.value) : undefined;
    if (words) found('TIMESTAMP_WORDS', `${field}.by`, words.expected, words.found);
  }

  #signature(record: RawRecord, link: CaseSealed, input: RawRecord, found: Found): void {
    const answered = (input.known?.link ?? JSON.parse(Buffer.from(input.value!).toString('utf8'))) as CaseChecked;
    const scheme = link.decider.scheme!;
    const { facts } = link;
    const manifest = manifestOf({ link: answered }, { ...facts, scheme });
    const { signers: anchors } = this.#anchors;
    const at = record.timestamp;
    if (facts.signature !== null) {
      const verdict = verifyDetached(facts.signature, manifest, { anchors, at, known: this.#signers });
      if (!verdict.ok) found('SEAL_SIGNATURE', 'facts.signature', HOLDS, `${verdict.code}: ${verdict.detail}`);
    }
    if (facts.national !== null) {
      const fault = sm2Fault(facts.national, manifest, anchors, at);
      if (fault !== null) found('SEAL_SIGNATURE', 'facts.national.signature', HOLDS, fault);
    }
  }

  /** The seal names every link before it; what it says of them is a third witness of their digests. */
  #links(record: RawRecord, named: CaseSealed['facts']['links'], room: CaseRoom, found: Found): void {
    // The room has them as they stand in the topics; links of check that came after the closing one are not the seal's.
    const count = { capture: 0, check: 0 };
    const there = {
      capture: room.links.filter(({ step }) => step === 'capture'),
      check: room.links.filter(({ step }) => step === 'check'),
    };
    for (const [i, { step, sha256 }] of named.entries()) {
      if (step !== 'capture' && step !== 'check') continue;
      const link = there[step][count[step]++];
      if (link?.sha256 === sha256) continue;
      const about = link && { topic: `archive.${step}`, partition: record.partition, offset: link.offset };
      const claim = about && { by: spotOf(record), about, sha256 };
      found('SEAL_LINKS', `facts.links[${i}]`, link?.sha256 ?? 'no such link', sha256, claim);
    }
  }
}
