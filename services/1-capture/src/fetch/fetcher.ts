import { Readable } from 'node:stream';
import pLimit from 'p-limit';
import { Agent } from 'undici';
import { Refused } from '../files/refused.ts';
import { type AllowedHost, allowedHost } from './allow-list.ts';
import { Circuit } from './circuit.ts';
import { failureOf } from './failed.ts';
import { type Pace, paced } from './paced.ts';
import { pinnedLookup, type Resolve, systemResolve } from './pinned.ts';
import { assertLength, redirectOf, type Wanted } from './response.ts';

/** A file as it is asked for: by whom, and what was said of it. */
export interface Asked extends Wanted {
  /** `source` of the event that names the address. */
  readonly source: string;
}

/** Fetches files from publishing systems. */
export interface Fetcher {
  /**
   * Opens an address and gives its bytes to `take`, which must read them to their end or throw. A body that breaks off errors, it never just ends.
   * @throws Refused for what stays so, or stayed so for too long; FetchFailed for what may pass, and whatever `take` throws
   */
  fetch<T>(address: string, asked: Asked, signal: AbortSignal, take: (body: Readable) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface FetchLimits {
  readonly connectMs: number;
  /** until the headers are there; also the longest silence within a body */
  readonly silenceMs: number;
  /** of one response from the request to the last byte */
  readonly totalMs: number;
  readonly redirects: number;
  /** for how long a host may give nothing before it is not asked any more */
  readonly patienceMs: number;
  readonly pace: Pace;
}

/** Nothing of ours goes along: no cookies, no credentials, and the bytes come as they are. */
const HEADERS = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'guidang-capture' };

export function openFetcher(
  allow: readonly AllowedHost[],
  limits: FetchLimits,
  resolve: Resolve = systemResolve,
  now: () => number = () => performance.now(),
): Fetcher {
  const hosts = new Map(
    allow.map((host) => [
      host,
      {
        gate: pLimit(host.atOnce),
        agent: agentFor(host, limits, resolve),
        circuit: new Circuit(host.host, limits.patienceMs, now),
      },
    ]),
  );

  return {
    async fetch(address, asked, signal, take) {
      let url = new URL(address);
      for (let hop = 0; hop <= limits.redirects; hop++) {
        // Every hop is judged as if it had been published, by the same system.
        const host = allowedHost(url, asked.source, allow);
        const { gate, agent, circuit } = hosts.get(host)!;
        const got = await gate(() => circuit.through(signal, () => ask(agent, url, asked, limits, signal, take)));
        if (got.next === undefined) return got.took;
        url = got.next;
      }
      throw new Refused('FETCH_REFUSED', 'address', `${limits.redirects} redirects`, 'more');
    },
    close: async () => {
      await Promise.all([...hosts.values()].map(({ agent }) => agent.destroy()));
    },
  };
}

/** A host's own connections: each is made to an address that was judged for this host, and stays there while it is reused. */
const agentFor = (host: AllowedHost, { connectMs, silenceMs }: FetchLimits, resolve: Resolve): Agent =>
  new Agent({
    connect: { lookup: pinnedLookup(host, resolve), timeout: connectMs, rejectUnauthorized: true },
    headersTimeout: silenceMs,
    bodyTimeout: silenceMs,
    maxHeaderSize: 16 * 1024,
    allowH2: false,
    pipelining: 1,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 10_000,
  });

type Got<T> = { readonly next: URL } | { readonly next: undefined; readonly took: T };

/** One request: the file taken in, or where it is said to be instead. */
async function ask<T>(
  agent: Agent,
  url: URL,
  wanted: Wanted,
  { totalMs, pace }: FetchLimits,
  signal: AbortSignal,
  take: (body: Readable) => Promise<T>,
): Promise<Got<T>> {
  const host = url.hostname;
  const { statusCode, headers, body } = await agent
    .request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'GET',
      headers: HEADERS,
      signal: AbortSignal.any([signal, AbortSignal.timeout(totalMs)]),
    })
    .catch((error: unknown) => {
      throw failureOf(host, error);
    });
  // A body that is not read to its end complains when it is let go; nobody is there to hear it any more.
  body.on('error', () => {});
  try {
    const head = { status: statusCode, headers };
    const next = redirectOf(head, url);
    if (next) return { next };
    assertLength(head, wanted);
    return { next, took: await take(Readable.from(paced(body, host, pace), { objectMode: false })) };
  } finally {
    body.destroy();
  }
}
