import type { CaseEvent } from '@guidang/contracts';
import { Turns } from '@guidang/sdk/turns';
import { ownershipOf, refusalOf } from './admission.ts';
import type { Limits, Ports } from './http/door.ts';
import { notNow } from './http/failures.ts';
import type { PublishingSystem } from './keys.ts';
import { Problem } from './problem.ts';
import { RecentCases } from './recent-cases.ts';
import type { Answer, KnownCase } from './store.ts';

/** Events of one case that one request brings, judged already. */
export interface Submission {
  readonly system: PublishingSystem;
  readonly case: string;
  readonly events: readonly CaseEvent[];
  readonly batch: boolean;
  /** The request's Idempotency-Key. */
  readonly name: string | undefined;
  /** SHA-256 of case and body: what the name stands for. */
  readonly digest: string;
  readonly traceparent: string | undefined;
}

/**
 * Puts submissions on the bus, those of one case in the order in which they came. Where one could not be published, those already waiting behind it
 * are not published either; all of them are told to ask again.
 */
export class Publication {
  readonly #ports: Ports;
  readonly #limits: Limits;
  readonly #turns = new Turns();
  readonly #cases: RecentCases;

  constructor(ports: Ports, limits: Limits) {
    this.#ports = ports;
    this.#limits = limits;
    this.#cases = new RecentCases(ports.store);
  }

  /** @throws Problem where it is refused, or where the bus does not answer in time; then it may be there or not, and asking again is harmless */
  async of(submission: Submission): Promise<Answer> {
    // A refusal is an answer like any other: it must not make those behind it fail.
    const turn = this.#turns.run(submission.case, () => this.#done(submission));
    const answer = await inTime(turn, this.#limits.PUBLISH_SECONDS * 1_000);
    if (answer instanceof Problem) throw answer;
    return answer;
  }

  async #done(submission: Submission): Promise<Answer | Problem> {
    const { system, events, batch, name, digest, traceparent } = submission;
    const { store, publisher, telemetry } = this.#ports;
    const known = await this.#known(submission.case);
    const refusal = refusalOf(system, known, events, batch);
    if (refusal) return refusal;
    const before = name === undefined ? 'mine' : await this.#claim(system.id, name, digest);
    if (before === 'other')
      return new Problem(
        409,
        'IDEMPOTENCY_KEY_REUSED',
        '该 Idempotency-Key 已用于其他内容 / this Idempotency-Key stands for another body',
      );
    if (before !== 'mine') return before;
    // If we end here, the name is taken and unanswered: whoever asks again publishes again, under the same event ids.
    const answer = { status: 202, body: { ids: await publisher.publish(events, { traceparent }) } };
    telemetry.published(events.length);
    // Between our look and our record another door may have opened the case: whose it is, is what stands first on the bus.
    const opened = known ?? (await this.#known(submission.case));
    const late = opened && ownershipOf(system, opened);
    if (late) return late;
    if (name !== undefined) await store.answer(system.id, name, answer);
    return answer;
  }

  /** Who opened the case: as we know it, or as the bus says, for there are other doors and what came through them may not have been followed yet. */
  async #known(caseNumber: string): Promise<KnownCase | undefined> {
    const { follower, telemetry } = this.#ports;
    const known = await this.#cases.find(caseNumber);
    if (known !== undefined) return known;
    try {
      await follower.catchUp(caseNumber);
    } catch (error) {
      telemetry.failed('catch-up', error);
      throw notNow();
    }
    return this.#cases.find(caseNumber);
  }

  #claim(key: string, name: string, digest: string): Promise<'mine' | 'other' | Answer> {
    const now = this.#ports.now();
    const expires = new Date(now + this.#limits.REQUEST_NAMES_HOURS * 3_600_000);
    return this.#ports.store.claim(key, name, digest, new Date(now), expires);
  }
}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          notNow(
            'BUS_SLOW',
            '消息总线未及时应答,请以相同内容重试 / the bus did not answer in time, please ask again with the same body',
          ),
        ),
      ms,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // Nobody waits for it any more; how it ended is seen by whoever asks again.
    work.catch(() => undefined);
  }
}
