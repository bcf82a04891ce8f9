import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Scheme } from '@guidang/contracts';
import { readParts } from '@guidang/infra-local';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openWorld, type World } from './real.ts';

const WAIT = { timeout: 30_000, interval: 50 };
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const LAB = fileURLToPath(new URL('../../../packages/lab/src/matters/main.ts', import.meta.url));

let world: World;
let folder: string;
let env: Record<string, string>;

interface Running {
  readonly url: string;
  out(): string;
  end(): Promise<number | null>;
}

function launch(): { child: ChildProcess; out: () => string } {
  const child = spawn(process.execPath, ['--max-old-space-size=96', MAIN], { env });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => {
      out += text;
    });
  return { child, out: () => out };
}

async function start(): Promise<Running> {
  const { child, out } = launch();
  const port = await vi.waitUntil(() => /"port":(\d+)/.exec(out())?.[1], WAIT);
  const health = await vi.waitUntil(() => /"health":(\d+)/.exec(out())?.[1], WAIT);
  await vi.waitUntil(async () => (await fetch(`http://127.0.0.1:${health}/readyz`)).ok, WAIT);
  const end = (): Promise<number | null> =>
    new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGTERM');
    });
  return { url: `http://127.0.0.1:${port}`, out, end };
}

beforeAll(async () => {
  world = await openWorld('registry-service');
  folder = mkdtempSync(join(tmpdir(), 'guidang-registry-'));
  await promisify(execFile)(process.execPath, [LAB, '--dir', folder]);
  const parts = readParts();
  const key = join(folder, 'access.key');
  writeFileSync(key, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
  env = {
    PATH: process.env.PATH!,
    VAULT_PLACES: JSON.stringify(parts.places.map(({ root: _, ...place }) => place)),
    TSA_URL: parts.tsa.url,
    TSA_CA_FILE: parts.trust.caFile,
    PUBLIC_URL: 'http://127.0.0.1:1',
    OIDC_ISSUER: 'http://127.0.0.1:2',
    OIDC_CLIENT_ID: 'x',
    OIDC_CLIENT_SECRET: 'x',
    ACCESS_KEY_FILE: key,
    KAFKA_BROKERS: world.kafka.brokers.join(','),
    DATABASE_URL: world.database.url,
    HTTP_PORT: '0',
    HEALTH_PORT: '0',
    SCHEMES_DIR: join(folder, 'schemes'),
  };
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world?.close();
});

describe('registry as it runs', () => {
  it('publishes the folder once, however often it starts, and serves it', async () => {
    const files = readdirSync(join(folder, 'schemes'));
    for (let n = 0; n < 2; n++) {
      const registry = await start();
      const { items } = (await (await fetch(`${registry.url}/v1/schemes?limit=200`)).json()) as {
        items: { scheme: Scheme }[];
      };
      expect(items).toHaveLength(files.length);
      expect(await registry.end()).toBe(0);
    }
    expect(await world.records()).toHaveLength(files.length);
  });

  it('ends, loudly, where a file contradicts what is published', async () => {
    const [file] = readdirSync(join(folder, 'schemes'));
    const path = join(folder, 'schemes', file!);
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      text.replace('"unlisted": "warn"', '"unlisted": "refuse"').replace(/"validFrom": "2025/, '"validFrom": "2024'),
    );
    const { child, out } = launch();
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).not.toBe(0);
    expect(out()).toContain(file);
    expect(out()).toMatch(/已发布且内容不同.*sha256:[0-9a-f]{64}.*sha256:[0-9a-f]{64}/);
    writeFileSync(path, text);
  });
});
