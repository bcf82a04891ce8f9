import type { CaseChecked, CaseSealed, RawRecord } from '@guidang/contracts';
import { LIMITS } from '@guidang/contracts';
import { digestOfName, fromHex, type KnownSigners, verifyBatch, verifyDetached } from '@guidang/evidence';
import { manifestOf } from '@guidang/seal/decide';
import type { OpenedLink } from '@guidang/stream';
import type { Anchors } from '../anchors.ts';
import type { FindingCode } from '../findings/codes.ts';
import { type Claim, raised, spotOf } from '../findings/finding.ts';
import type { CaseRoom } from './room.ts';
import type { LaneSink } from './sink.ts';
import { Tokens } from './tokens.ts';

/**
 * Judges what a seal says beyond its decision: the signature over the manifest, which follows from the link and the one it answers; the timestamp and the
 * path to it; and that the links it names are those of the chain.
 */
export class SealJudge {
  readonly #anchors: Anchors;
  readonly #tokens: Tokens;
  readonly #sink: LaneSink;
  readonly #signers: KnownSigners = new Map();

  constructor(anchors: Anchors, sink: LaneSink) {
    this.#anchors = anchors;
    this.#tokens = new Tokens(anchors.tsa);
    this.#sink = sink;
  }

  /** @param input the closing link of check that it answers; the two follow from one another, which was judged before */
  judge({ record, link }: OpenedLink, input: RawRecord, room: CaseRoom): void {
    const { facts } = link as unknown as CaseSealed;
    const found = (code: FindingCode, field: string, expected: string, was: string, claim?: Claim): void =>
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
    const { token, root, path } = facts.timestamp;
    const top = fromHex(root) ?? Buffer.alloc(0);
    if (!verifyBatch(digestOfName(facts.manifest.content), path, top))
      found('SEAL_PATH', 'facts.timestamp.path', root, 'it leads elsewhere');
    const between = { from: input.timestamp - LIMITS.aheadMs, until: record.timestamp + LIMITS.aheadMs };
    for (const fault of this.#tokens.judge(token, top, between))
      found(fault.code, 'facts.timestamp.token', fault.expected, fault.found);
    this.#signature(record, link as unknown as CaseSealed, input, found);
  }

  #signature(
    record: RawRecord,
    link: CaseSealed,
    input: RawRecord,
    found: (code: FindingCode, field: string, expected: string, was: string) => void,
  ): void {
    const answered = (input.known?.link ?? JSON.parse(Buffer.from(input.value!).toString('utf8'))) as CaseChecked;
    const scheme = link.decider.scheme!;
    const manifest = manifestOf({ link: answered }, { ...link.facts, scheme });
    const verdict = verifyDetached(link.facts.signature, manifest, {
      anchors: this.#anchors.signers,
      at: record.timestamp,
      known: this.#signers,
    });
    if (!verdict.ok)
      found(
        'SEAL_SIGNATURE',
        'facts.signature',
        'a signature that holds under the anchors',
        `${verdict.code}: ${verdict.detail}`,
      );
  }

  /** The seal names every link before it; what it says of them is a third witness of their digests. */
  #links(
    record: RawRecord,
    named: CaseSealed['facts']['links'],
    room: CaseRoom,
    found: (code: FindingCode, field: string, expected: string, was: string, claim?: Claim) => void,
  ): void {
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
