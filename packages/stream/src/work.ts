import type { PublishedScheme, SchemeRef } from '@guidang/contracts';
import {
  archiveTopic,
  LINKS,
  linkHeaders,
  Malformed,
  type OutRecord,
  type ParsedInput,
  parseWith,
  type RawRecord,
} from '@guidang/contracts';
import { makeLink } from './make-link.ts';
import type { PartitionMemory } from './memory.ts';
import { misplaced } from './misplaced.ts';
import { feedbackRecord, parkedFeedback, parkedOf, parkedRecord } from './parked.ts';
import { untilItAnswers } from './retry.ts';
import type { AnyStep, Backoff } from './step.ts';
import type { Telemetry } from './telemetry.ts';
import { type Traced, traced } from './trace.ts';

/** Looks a scheme up; where it is not known yet, after reading what was published meanwhile. */
export type FindScheme = (ref: SchemeRef) => Promise<PublishedScheme | undefined>;

export interface Workshop {
  readonly step: AnyStep;
  /** Version of the software; stands in every link. */
  readonly software: string;
  readonly findScheme: FindScheme;
  /** Partitions of every topic keyed by case. */
  readonly partitions: number;
  readonly backoff: Backoff;
  readonly telemetry: Telemetry;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What came of one record: what is to be written, and what to do once it stands. */
export interface Outcome {
  readonly record: RawRecord;
  readonly outputs: readonly OutRecord[];
  /** Called when the outputs are committed. */
  readonly committed: () => void;
}

/**
 * Decides one record of a partition. The caller sees to it that records of one case come one after the other.
 * @throws GivenUp; and what the cache throws where the case has to come from there: what else may pass is asked for again until it does
 */
export async function decideRecord(
  shop: Workshop,
  memory: PartitionMemory,
  record: RawRecord,
  signal: AbortSignal,
): Promise<Outcome> {
  const { step, telemetry } = shop;
  const { rule } = step;
  const began = performance.now();
  const trace = traced(`${rule.step} ${record.topic}`, record);
  const done = (outcome: 'emit' | 'skip' | 'park', type: string): void => {
    trace.span.setAttribute('guidang.outcome', outcome).setAttribute('guidang.type', type).end();
    telemetry.decided({ step: rule.step, outcome, type, seconds: (performance.now() - began) / 1000 });
  };
  const at = (): string => new Date(Math.max(shop.now(), record.timestamp)).toISOString();
  const park = (reason: string, faults: Malformed['faults']): Outcome => {
    const parked = parkedOf(rule.step, record, reason, faults, at());
    const aside = parkedRecord(rule.step, parked, record);
    done('park', reason);
    const outputs = [aside, feedbackRecord(parkedFeedback(record, parked), record.partition)];
    return { record, outputs: withTrace(outputs, trace), committed: () => {} };
  };

  let input: ParsedInput<unknown>;
  try {
    input = rule.parse(record);
  } catch (error) {
    if (error instanceof Malformed) return park('MALFORMED', error.faults);
    throw error;
  }
  await memory.hold(input.case);
  try {
    const before = memory.get(input.case);
    const retry = <T>(ask: () => Promise<T>): Promise<T> =>
      untilItAnswers(ask, shop.backoff, signal, (attempt, error) =>
        telemetry.retried({ step: rule.step, attempt, error }),
      );
    const named = rule.schemeOf(before.state, input.value);
    const scheme = named && (await retry(() => shop.findScheme(named)));
    const considered = rule.consider({ state: before.state, input: input.value, scheme });
    if (considered.do === 'skip') {
      done('skip', considered.reason);
      return { record, outputs: [], committed: () => {} };
    }
    // Of a case that belongs elsewhere nothing is remembered here, so this says more than what the rule made of it.
    const aside = misplaced(input.case, record, shop.partitions) ?? considered;
    if (aside.do === 'park') return park(aside.reason, aside.faults);
    const made = await trace.within(() =>
      retry(async () => {
        const facts = await step.gather({
          state: before.state,
          input: input.value,
          scheme,
          case: input.case,
          record,
          links: () => memory.links(input.case),
          signal,
        });
        const link = makeLink(rule, before, { record, input, scheme, facts, at: at(), software: shop.software });
        // A link that breaks its own contract must not be written: everybody after us would have to live with it.
        parseWith(LINKS[rule.step], JSON.parse(Buffer.from(link.bytes).toString('utf8')));
        return link;
      }),
    );
    memory.advance(input.case, made.after, made.bytes);
    done('emit', made.link.type);
    const outputs = [
      {
        topic: archiveTopic(rule.step),
        partition: record.partition,
        key: input.case,
        value: made.bytes,
        headers: linkHeaders(made.link),
      },
      ...rule.feedback(made.link, input.value).map((feedback) => feedbackRecord(feedback, record.partition)),
    ];
    return {
      record,
      outputs: withTrace(outputs, trace),
      committed: () => memory.committed(input.case, made.after),
    };
  } finally {
    memory.release(input.case);
  }
}

const withTrace = (outputs: readonly OutRecord[], { headers }: Traced): OutRecord[] =>
  outputs.map((output) => ({ ...output, headers: { ...output.headers, ...headers } }));
