import { type EvidenceRenewed, LIMITS, type RawRecord, type RenewalRefused, type StampedBy } from '@guidang/contracts';
import {
  type DigestName,
  digestOfName,
  fromBase64,
  fromHex,
  type RecordedObject,
  suiteOfToken,
  type TimestampTrust,
  type VerifiedToken,
  verifyRecord,
  wordsOfToken,
} from '@guidang/evidence';
import type { OpenedLink } from '@guidang/stream';
import type { FindingCode } from '../findings/codes.ts';
import { raised, spotOf } from '../findings/finding.ts';
import type { CaseRoom } from './room.ts';
import type { LaneSink } from './sink.ts';
import { holdingIn } from './stored-evidence.ts';
import type { Tokens } from './tokens.ts';

type Say = (code: FindingCode, field: string, expected: string, was: string) => void;

/** Where what a link says of a token is not what the token says; undefined where it is. */
export function otherWords(by: StampedBy, token: VerifiedToken): { expected: string; found: string } | undefined {
  const words = wordsOfToken(token);
  const field = (['authority', 'signature', 'key', 'until'] as const).find((one) => words[one] !== by[one]);
  return field && { expected: `${field} ${words[field]}`, found: by[field] };
}

/**
 * Judges a renewed evidence record beyond its decision: that it holds over the manifest under the anchors, every token of it, at the moment it was written; and that what the
 * link says of its last token is what the token says, since the next renewal goes by that. That it continues the one before was decided again before.
 */
export class RenewalJudge {
  readonly #timestamps: TimestampTrust;
  readonly #tokens: Tokens;
  readonly #sink: LaneSink;

  constructor(timestamps: TimestampTrust, tokens: Tokens, sink: LaneSink) {
    this.#timestamps = timestamps;
    this.#tokens = tokens;
    this.#sink = sink;
  }

  /** @param input what asked for the renewal */
  judge({ record, link }: OpenedLink, input: RawRecord, room: CaseRoom): void {
    const found: Say = (code, field, expected, was) =>
      this.#sink.found(
        raised({ code, at: spotOf(record), case: link.case, time: record.timestamp, field, expected, found: was }),
      );
    if (link.type === 'RenewalRefused') refusedInTime(link as unknown as RenewalRefused, record.timestamp, room, found);
    if (link.type === 'EvidenceRenewed') this.#renewed(link as unknown as EvidenceRenewed, record, input, room, found);
  }

  #renewed({ facts, body }: EvidenceRenewed, record: RawRecord, input: RawRecord, room: CaseRoom, found: Say): void {
    const bytes = fromBase64(facts.record);
    const object = manifestOf(room);
    if (!bytes || !object) return;
    const verdict = verifyRecord(bytes, [object], {
      timestamps: this.#timestamps,
      verify: (token) => this.#tokens.verdict(token),
      at: record.timestamp,
      exactly: true,
    });
    if (!verdict.ok) {
      const holds = 'a record that holds over the manifest under the anchors';
      found('EVIDENCE_RECORD', 'facts.record', holds, `${verdict.code}: ${verdict.detail}`);
      return;
    }
    const token = verdict.value.chains.at(-1)!.stamps.at(-1)!;
    if (suiteOfToken(token) !== body.suite)
      found('EVIDENCE_RECORD', 'body.suite', body.suite, `a token signed with ${token.scheme}`);
    const words = otherWords(facts.by, token);
    if (words) found('TIMESTAMP_WORDS', 'facts.by', words.expected, words.found);
    const from = input.timestamp - LIMITS.aheadMs;
    const until = record.timestamp + LIMITS.aheadMs;
    if (token.time < from || token.time > until)
      found('TIMESTAMP_TIME', 'facts.record', `${iso(from)} – ${iso(until)}`, iso(token.time));
  }
}

/** A record that is refused because it ran out has run out: who wants evidence to die would refuse its renewal while it still holds. */
function refusedInTime({ body: { code, suite } }: RenewalRefused, at: number, room: CaseRoom, found: Say): void {
  const until = holdingIn(room)?.records.find((one) => one.suite === suite)?.until;
  if (code === 'RECORD_EXPIRED' && until !== undefined && Date.parse(until) > at + LIMITS.aheadMs)
    found('EVIDENCE_RECORD', 'facts.code', `a renewal: the record can be believed until ${until}`, code);
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** The manifest of a stored case by the digests that its links say; undefined where no link says it. */
function manifestOf(room: CaseRoom): RecordedObject | undefined {
  const holding = holdingIn(room);
  if (!holding) return undefined;
  const { manifest, digests } = holding;
  const digest = (algorithm: DigestName): Uint8Array | null => {
    if (algorithm === 'sha256') return digestOfName(manifest.content);
    return fromHex((algorithm === 'sm3' ? manifest.sm3 : digests[algorithm]) ?? '-');
  };
  return { name: 'manifest', digest };
}
