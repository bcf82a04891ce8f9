import { z } from 'zod';
import type * as Api from '../../api/wall.ts';
import { ALARMS } from '../../api/wall.ts';

/** What wall.ts of the API says in types, as the door's document says it. */
export const StepPause = z.object({
  at: z.string(),
  by: z.string().describe('Account of whoever paused it'),
  reason: z.string(),
  heeded: z.boolean().nullable().describe('Whether the step has heard of it; null where it does not say'),
}) satisfies z.ZodType<Api.StepPause>;

export const StepState = z.object({
  step: z.string().describe('One of the six steps'),
  inFlight: z.number().describe('Cases that wait for the step'),
  oldest: z.object({ at: z.string(), case: z.string() }).nullable(),
  perSecond: z.number(),
  series: z.array(z.number()),
  lag: z.number().nullable().describe('Records that wait in its input; null where the step does not say'),
  retries: z.number().nullable(),
  parked: z.number(),
  ready: z.boolean().nullable(),
  paused: StepPause.nullable().describe('By whom, why and since when it is paused; null where it is not'),
}) satisfies z.ZodType<Api.StepState>;

export const LogState = z.object({
  origin: z.string(),
  batch: z.number(),
  size: z.number(),
  at: z.string(),
  cosigned: z.number().nullable(),
  cosignedAt: z.string().nullable(),
  stampedAt: z.string().nullable(),
}) satisfies z.ZodType<Api.LogState>;

export const ServiceState = z.object({
  name: z.string(),
  ready: z.boolean(),
  alive: z.boolean(),
  lag: z.number().nullable(),
  retries: z.number().nullable(),
  paused: z
    .boolean()
    .nullable()
    .describe('Whether the step says that it is paused; null where it is none or does not say'),
  troubles: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  since: z.string().nullable(),
}) satisfies z.ZodType<Api.ServiceState>;

export const PlaceState = z.object({
  name: z.string(),
  answers: z.boolean(),
  milliseconds: z.number().nullable(),
}) satisfies z.ZodType<Api.PlaceState>;

export const ScannerState = z.object({
  answers: z.boolean(),
  engine: z.string().nullable(),
  signaturesAt: z.string().nullable(),
}) satisfies z.ZodType<Api.ScannerState>;

export const AlarmCode = z.enum(ALARMS);

export const Alarm = z.object({
  code: AlarmCode,
  severity: z.enum(['error', 'warning']),
  about: z.string().describe('What it is about: a service, a place, a step, a certificate'),
  value: z.string().nullable().describe('A number or a time that belongs to it'),
}) satisfies z.ZodType<Api.Alarm>;

export const Wall = z
  .object({
    at: z.string().describe('RFC 3339'),
    steps: z.array(StepState),
    standing: z.object({
      open: z.number().describe('Dossiers under way at the departments'),
      missing: z.number().describe('of them with something missing'),
      review: z.number(),
      refused: z.number(),
      archived: z.number(),
    }),
    refusals: z
      .array(z.object({ step: z.string(), code: z.string(), count: z.number() }))
      .describe('What was refused in the last 24 hours, by reason, most frequent first'),
    log: LogState.nullable(),
    services: z.array(ServiceState),
    places: z.array(PlaceState),
    scanner: ScannerState.nullable(),
    witness: z.boolean().nullable(),
    certificates: z.array(z.object({ name: z.string(), subject: z.string(), until: z.string() })),
    following: z.boolean().describe('Whether the topics were read to their ends just now'),
    alarms: z.array(Alarm),
  })
  .describe(
    'What the live wall shows; sent whole with every event. Shared by the door and the pages: types alone',
  ) satisfies z.ZodType<Api.Wall>;
