import type { X509Certificate } from 'node:crypto';
import type { DigestName } from '@guidang/evidence';
import { z } from 'zod';
import { AuthorityConfig } from '../config.ts';
import { authorities } from './authorities.ts';
import { type AskToken, tokenFrom } from './authority.ts';
import { TimestampBatches } from './batches.ts';
import type { TimestampMetrics } from './metrics.ts';

const name = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/);

const Listed = z.array(
  z.strictObject({
    name: name.describe('stands in metrics and log lines'),
    suite: z.enum(['international', 'national']).default('international'),
    url: z.url({ protocol: /^https?$/ }),
    policies: z.array(z.string()).optional().describe('left out: TSA_POLICIES'),
    timeoutMs: z.int().min(100).max(600_000).optional().describe('left out: TSA_TIMEOUT_MS'),
  }),
);

const listed = z.string().transform((text, context): z.infer<typeof Listed> => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    context.addIssue('不是合法的 JSON / not JSON');
    return z.NEVER;
  }
  const parsed = Listed.safeParse(json);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) context.addIssue(`${path.join('.')}: ${message}`);
  return z.NEVER;
});

const whole = (least: number, most: number, otherwise: number) =>
  z.coerce.number().int().min(least).max(most).default(otherwise);

/** Timestamp authorities of both suites, several of each: where they are asked, under whom they are believed, and how many share one timestamp. */
export const AuthoritiesConfig = z.object({
  ...AuthorityConfig.shape,
  TSA_URL: AuthorityConfig.shape.TSA_URL.optional().describe(
    'RFC 3161 authority of the international suite, asked first; may be left out where TSA_AUTHORITIES names some',
  ),
  TSA_AUTHORITIES: listed
    .default([])
    .describe(
      'JSON: further authorities [{name, suite, url, policies?, timeoutMs?}], in the order in which they are asked where those before them fail',
    ),
  TSA_REST_MS: whole(100, 3_600_000, 1_000).describe(
    'how long an authority is left alone after it failed; doubling with every failure after another',
  ),
  TSA_REST_MOST_MS: whole(100, 86_400_000, 60_000).describe('and at most'),
  STAMP_CASES: whole(1, 100_000, 256).describe('cases under one timestamp at most'),
  STAMP_WAIT_MS: whole(0, 60_000, 100).describe('how long a case waits for others to share its timestamp'),
});
export type AuthoritiesConfig = z.infer<typeof AuthoritiesConfig>;

/** The suite of a seal, by the digest it goes with. */
export type StampSuite = 'international' | 'national';
export const SUITES: readonly StampSuite[] = ['international', 'national'];
export const DIGEST_OF: Readonly<Record<StampSuite, DigestName>> = { international: 'sha256', national: 'sm3' };

/** Under whom tokens are believed: of each authority its own policies, here all of them. */
export const timestampTrust = (config: AuthoritiesConfig) => {
  const own = config.TSA_AUTHORITIES.flatMap(({ policies }) => policies ?? config.TSA_POLICIES);
  const any = config.TSA_AUTHORITIES.some(({ policies }) => (policies ?? config.TSA_POLICIES).length === 0);
  const all = config.TSA_URL === undefined ? own : [...config.TSA_POLICIES, ...own];
  const open = any || (config.TSA_URL !== undefined && config.TSA_POLICIES.length === 0);
  return { anchors: config.TSA_CA_FILE as readonly X509Certificate[], policies: open ? [] : [...new Set(all)] };
};

/** Whom to ask for a token in each suite; undefined where no authority of a suite is configured. */
export function askIn(
  config: AuthoritiesConfig,
  metrics: TimestampMetrics,
  now: () => number,
): Record<StampSuite, AskToken | undefined> {
  const first = config.TSA_URL === undefined ? [] : [{ name: 'tsa', suite: 'international', url: config.TSA_URL }];
  const all: z.infer<typeof Listed> = [...(first as z.infer<typeof Listed>), ...config.TSA_AUTHORITIES];
  const of = (suite: StampSuite): AskToken | undefined => {
    const own = all.filter((one) => one.suite === suite);
    if (own.length === 0) return undefined;
    return authorities({
      authorities: own.map(({ name, url, policies = config.TSA_POLICIES, timeoutMs = config.TSA_TIMEOUT_MS }) => ({
        name,
        ask: tokenFrom({
          url,
          trust: { anchors: config.TSA_CA_FILE, policies },
          timeoutMs,
          clockToleranceMs: config.TSA_CLOCK_TOLERANCE_SECONDS * 1_000,
          now,
        }),
      })),
      rest: { firstMs: config.TSA_REST_MS, mostMs: config.TSA_REST_MOST_MS },
      voice: metrics.voice(suite),
      now,
    });
  };
  return { international: of('international'), national: of('national') };
}

/** Batches by suite and digest, made when they are first needed: what is to share a timestamp has to be of one digest. */
export class Stamps {
  readonly #ask: Record<StampSuite, AskToken | undefined>;
  readonly #config: AuthoritiesConfig;
  readonly #metrics: TimestampMetrics;
  readonly #known = new Map<string, TimestampBatches>();

  constructor(config: AuthoritiesConfig, metrics: TimestampMetrics, now: () => number) {
    this.#config = config;
    this.#metrics = metrics;
    this.#ask = askIn(config, metrics, now);
  }

  /** Whether somebody stamps in this suite at all. */
  has(suite: StampSuite): boolean {
    return this.#ask[suite] !== undefined;
  }

  /** Asks for one token over one digest, shared with nobody. @throws likewise */
  alone(suite: StampSuite): AskToken {
    const ask = this.#ask[suite];
    if (ask) return ask;
    throw new Error(`未配置该证据算法的时间戳服务 / no timestamp authority of the ${suite} suite is configured`);
  }

  /** @throws where no authority of the suite is configured: an operator is called by that, and nothing is stamped */
  of(suite: StampSuite, algorithm: DigestName = DIGEST_OF[suite]): TimestampBatches {
    const name = `${suite} ${algorithm}`;
    const known = this.#known.get(name);
    if (known) return known;
    const ask = this.alone(suite);
    const batches = new TimestampBatches(ask, {
      algorithm,
      most: this.#config.STAMP_CASES,
      waitMs: this.#config.STAMP_WAIT_MS,
      stamped: (groups) => this.#metrics.batched(groups),
    });
    this.#known.set(name, batches);
    return batches;
  }

  get waiting(): number {
    return [...this.#known.values()].reduce((sum, { waiting }) => sum + waiting, 0);
  }
}
