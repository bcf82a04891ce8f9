import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseCaseEvent } from '@guidang/contracts';
import { applyTopics, type OwnBroker, type OwnDatabase, ownBroker, ownDatabase, readParts } from '@guidang/infra-local';
import { type LogReader, openReader } from '@guidang/stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ask, raw, requestHead } from './http.ts';
import { accepted, HEALTH, keyOf, SOURCE } from './specimens.ts';

const WAIT = { timeout: 30_000, interval: 50 };
const SDK = fileURLToPath(new URL('../../../packages/sdk/', import.meta.url));
const places = readParts().places.map(({ root: _, ...place }) => place);
const { key, seed } = keyOf('onestop');

let broker: OwnBroker;
let database: OwnDatabase;
let reader: LogReader;
let env: Record<string, string>;

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly health: string;
  out(): string;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

async function start(more: Record<string, string> = {}): Promise<Running> {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--max-old-space-size=128', main], { env: { ...env, ...more } });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => {
      out += text;
    });
  const port = await vi.waitUntil(() => /"port":(\d+)/.exec(out)?.[1], WAIT);
  const health = `http://127.0.0.1:${await vi.waitUntil(() => /"health":(\d+)/.exec(out)?.[1], WAIT)}`;
  await vi.waitUntil(async () => (await fetch(`${health}/readyz`)).ok, WAIT);
  return {
    child,
    url: `http://127.0.0.1:${port}`,
    health,
    out: () => out,
    end: (signal) =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.kill(signal);
      }),
  };
}

beforeAll(async () => {
  [broker, database] = await Promise.all([ownBroker('intake-service'), ownDatabase('services/intake')]);
  await applyTopics(broker.brokers);
  reader = await openReader({ brokers: broker.brokers, clientId: 'test' });
  env = {
    PATH: process.env.PATH!,
    KAFKA_BROKERS: broker.brokers.join(','),
    DATABASE_URL: database.url,
    VAULT_PLACES: JSON.stringify(places),
    HTTP_PORT: '0',
    HEALTH_PORT: '0',
    INTAKE_KEYS: JSON.stringify([seed]),
    FOLLOW_PAUSE_MS: '100',
  };
});
afterAll(async () => {
  await reader?.close();
  await database?.drop();
  await broker?.discard();
});

/** The first example of the README that may be run. */
const example = (): string => /```ts\n([\s\S]*?)```/.exec(readFileSync(`${SDK}README.md`, 'utf8'))![1]!;

describe('intake as it runs', () => {
  it('takes what the README of the SDK publishes, and what a retry of it publishes counts once', async () => {
    const intake = await start();
    try {
      const of = `README-${Date.now()}`;
      const run = (): Promise<{ stdout: string }> =>
        promisify(execFile)(process.execPath, ['--input-type=module-typescript', '--eval', example()], {
          cwd: SDK,
          env: {
            PATH: process.env.PATH!,
            INTAKE_URL: intake.url,
            INTAKE_KEY: key,
            SOURCE,
            DEPARTMENT: HEALTH,
            CASE: of,
          },
        });
      const { stdout } = await run();
      expect(stdout.trim().split('\n')).toEqual(['data.reason PERSONAL_PHONE']);

      const events = [];
      for (const partition of await reader.partitions('case.events')) {
        const { start: from, end } = await reader.extent('case.events', partition);
        for await (const entry of reader.scan('case.events', partition, from, end))
          if (entry.kind === 'record' && String(entry.record.key) === of) events.push(parseCaseEvent(entry.record));
      }
      expect(events.map(({ type }) => type)).toEqual(['case.accepted', 'case.material.added', 'case.closed']);
      expect(JSON.stringify(events)).not.toMatch(/陈嘉涵|440524188001010014|13800138000/);

      const feedback = await ask(`${intake.url}/v1/cases/${of}/feedback`, { key });
      expect([feedback.status, feedback.json]).toEqual([200, { items: [], next: null }]);
      const metrics = await (await fetch(`${intake.health}/metrics`)).text();
      expect(metrics).toMatch(/guidang_intake_events_total\{service="intake"\} 3/);
      expect(metrics).toMatch(/guidang_intake_request_seconds_count\{.*route="\/v1\/files".*status="201".*\} 2/);
      expect(metrics).not.toContain(of);
      expect(intake.out()).not.toMatch(new RegExp(`${of}|${key}|陈嘉涵|440524188001010014|13800138000`));
    } finally {
      expect(await intake.end('SIGTERM')).toBe(0);
    }
  });

  it('serves its own description', async () => {
    const intake = await start();
    try {
      const document = await ask(`${intake.url}/v1/openapi.json`);
      expect([document.status, document.json.openapi]).toEqual([200, '3.1.0']);
    } finally {
      await intake.end('SIGTERM');
    }
  });

  it('finishes an upload that is under way when it is told to stop, and takes no other', async () => {
    const intake = await start();
    const { socket, received } = await raw(Number(new URL(intake.url).port));
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/octet-stream',
      'content-length': 20,
    };
    socket.write(`${requestHead('PUT', '/v1/files', headers)}0123456789`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const ended = intake.end('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 300));
    socket.write('0123456789');
    expect(await ended).toBe(0);
    expect(received()).toMatch(/^HTTP\/1\.1 201 /);
    await expect(ask(intake.url)).rejects.toThrow();
  });

  it('knows after kill -9 what it knew: keys, cases and names of requests', async () => {
    const first = await start();
    const of = `KILL-${Date.now()}`;
    const request = {
      key,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': of },
      body: JSON.stringify(accepted(of)),
    };
    const before = await ask(`${first.url}/v1/cases/${of}/events`, request);
    expect(before.status).toBe(202);
    await first.end('SIGKILL');
    const second = await start({ INTAKE_KEYS: '[]' });
    try {
      const after = await ask(`${second.url}/v1/cases/${of}/events`, request);
      expect([after.status, after.text]).toEqual([before.status, before.text]);
      const other = await ask(`${second.url}/v1/cases/${of}/events`, {
        ...request,
        body: JSON.stringify({ ...accepted(of), id: 'x' }),
      });
      expect(other.json.code).toBe('IDEMPOTENCY_KEY_REUSED');
      expect((await ask(`${second.url}/v1/cases/${of}/feedback`, { key })).status).toBe(200);
    } finally {
      await second.end('SIGTERM');
    }
  });

  it('tells all faults of its configuration and does not start', async () => {
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
    const wrong = { ...env, HTTP_PORT: 'x', INTAKE_KEYS: '{', VAULT_PLACES: '[]' };
    const failed = promisify(execFile)(process.execPath, [main], { env: wrong });
    const error = (await failed.catch((caught: unknown) => caught)) as { code: number; stderr: string };
    expect(error.code).toBe(2);
    for (const name of ['HTTP_PORT', 'INTAKE_KEYS', 'VAULT_PLACES']) expect(error.stderr).toContain(name);
  });
});
