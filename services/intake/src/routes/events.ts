import { createHash } from 'node:crypto';
import {
  CaseEvent,
  CaseNumber,
  type CaseEvent as Event,
  LIMITS,
  Malformed,
  parseCaseEvent,
  parseJson,
} from '@guidang/contracts';
import { validatorCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Gate } from '../gate.ts';
import type { Door, Limits, Ports } from '../http/door.ts';
import { notNow } from '../http/failures.ts';
import { systemOf } from '../http/who.ts';
import { problems } from '../problem.ts';
import { Publication } from '../publication.ts';

/** Events that one request carries at most. */
export const MOST_EVENTS = 500;

const Accepted = z.object({
  ids: z.array(z.string()).describe('ids of the events, in their order; they are on the bus now'),
});

const Headers = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,100}$/)
    .optional()
    .describe('names this request: the same name with the same body is answered the same, with another body refused'),
  traceparent: z.string().optional().describe('W3C trace context, handed on'),
});
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** `POST /v1/cases/:case/events`: one event of a case or several in their order, all of them or none. */
export function eventsRoute(app: Door, ports: Ports, limits: Limits): void {
  const gate = new Gate(limits.EVENTS_AT_ONCE);
  // The bytes as they came: what is in them is judged before anybody parses them.
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) => body);
  const publication = new Publication(ports, limits);
  ports.telemetry.watch('events', () => gate.inside);
  ports.telemetry.watch('waiting_bytes', () => ports.publisher.waitingBytes);
  app.post(
    '/v1/cases/:case/events',
    {
      bodyLimit: limits.EVENTS_MAX_BYTES,
      schema: {
        summary: '发布办件事件 / publish events of a case',
        description: `One event, or up to ${MOST_EVENTS} in an array. If one of them breaks its contract none is published, and every fault is named. Requests for one case are published in the order in which they came; publishing an event twice is harmless.`,
        tags: ['cases'],
        security: [{ key: [] }],
        params: z.object({ case: CaseNumber.describe('办件编号') }),
        headers: Headers,
        body: z.union([CaseEvent, z.array(CaseEvent).min(1).max(MOST_EVENTS)]).describe('one event, or several'),
        response: { 202: Accepted.describe('the events are on the bus'), ...problems },
      },
      // The body is judged by the same code that judges records of the bus, so that both doors name the same faults.
      validatorCompiler: (part) =>
        part.httpPart === 'body' ? (data) => ({ value: data }) : validatorCompiler(part as never),
    },
    async (request, reply) => {
      if (ports.publisher.waitingBytes > limits.EVENTS_WAITING_BYTES)
        throw notNow('BUS_BUSY', '消息总线繁忙,请稍后重试 / the bus is busy, please ask again');
      const leave = gate.enter();
      if (leave === undefined)
        throw notNow(
          'TOO_MANY_REQUESTS_AT_ONCE',
          '同时请求过多,请稍后重试 / too many requests at once, please ask again',
        );
      try {
        const { case: caseNumber } = request.params;
        const bytes = request.body as unknown as Buffer;
        const { events, batch } = eventsIn(bytes, caseNumber, ports.now(), limits.EVENTS_MAX_BYTES);
        const { traceparent } = request.headers;
        const answer = await publication.of({
          system: systemOf(request),
          case: caseNumber,
          events,
          batch,
          name: request.headers['idempotency-key'],
          digest: createHash('sha256').update(`${caseNumber}\n`).update(bytes).digest('hex'),
          traceparent: traceparent !== undefined && TRACEPARENT.test(traceparent) ? traceparent : undefined,
        });
        return reply.code(202).send(answer.body as unknown as z.infer<typeof Accepted>);
      } finally {
        leave();
      }
    },
  );
}

/**
 * The events in a body, each judged as a record of the bus is judged.
 * @throws Malformed; in a batch fields begin with the place of their event
 */
export function eventsIn(
  bytes: Uint8Array | null,
  caseNumber: string,
  now: number,
  maxBytes: number,
): { events: Event[]; batch: boolean } {
  const json = parseJson(bytes, maxBytes, LIMITS.depth + 1);
  if (!Array.isArray(json)) return { events: [judged(json, caseNumber, now)], batch: false };
  if (json.length === 0 || json.length > MOST_EVENTS)
    throw new Malformed([
      { field: '', rule: 'BATCH', message: `1–${MOST_EVENTS} events in a request / 每次 1–${MOST_EVENTS} 个事件` },
    ]);
  const faults: Malformed['faults'][number][] = [];
  const events = json.flatMap((one: unknown, n) => {
    try {
      return [judged(one, caseNumber, now)];
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      faults.push(...error.faults.map((f) => ({ ...f, field: `[${n}]${f.field && `.${f.field}`}` })));
      return [];
    }
  });
  if (faults.length > 0) throw new Malformed(faults.slice(0, MOST_FAULTS));
  return { events, batch: true };
}

/** Faults of a batch that an answer names. */
const MOST_FAULTS = 200;

const judged = (json: unknown, caseNumber: string, now: number): Event =>
  parseCaseEvent({
    topic: '',
    partition: 0,
    offset: 0,
    timestamp: now,
    key: Buffer.from(caseNumber),
    value: Buffer.from(JSON.stringify(json)),
    headers: {},
  });
