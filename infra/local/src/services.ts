import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { realParts } from './all-parts.ts';
import { consoleEnv, consoleWeb, reviewEnv } from './console-env.ts';
import { ports as currentPorts } from './instance.ts';
import { ensure, logFile, type PartStatus, recordOf, statusOf, stop } from './manager.ts';
import { cpuOf } from './memory.ts';
import type { Part } from './part.ts';
import { WITNESSES } from './parts/authority.ts';
import { program } from './parts/program.ts';
import { type Parts, partsFor } from './parts-file.ts';
import { ROOT, TRUST } from './paths.ts';
import { end, isAlive } from './pid.ts';
import { HOST, type PortName, type Ports } from './ports.ts';
import { databaseUrl } from './prisma.ts';
import { registryEnv } from './registry-env.ts';
import { say } from './say.ts';
import { intakeKeys } from './seed.ts';
import { useEnv } from './use-keys.ts';

/** Our own services in chain order, each with its folder and the heap it may use in MiB. */
export const SERVICES = {
  registry: { zh: '登记', folder: 'services/registry', heapMiB: 192 },
  intake: { zh: '接入', folder: 'services/intake', heapMiB: 128 },
  capture: { zh: '收件', folder: 'services/1-capture', heapMiB: 160 },
  check: { zh: '检测', folder: 'services/2-check', heapMiB: 192 },
  seal: { zh: '固化', folder: 'services/3-seal', heapMiB: 192 },
  package: { zh: '组包', folder: 'services/4-package', heapMiB: 160 },
  store: { zh: '入库', folder: 'services/5-store', heapMiB: 160 },
  use: { zh: '利用', folder: 'services/6-use', heapMiB: 192 },
  notary: { zh: '存证', folder: 'services/notary', heapMiB: 256 },
  console: { zh: '控制台', folder: 'services/console', heapMiB: 224 },
} as const;

export type ServiceName = keyof typeof SERVICES;

/**
 * What a service is told through its environment: where the real parts are, its own role and credential, its keys.
 * Only those who sign are told where a key lies.
 */
export function serviceEnv(name: ServiceName, ports: Ports = currentPorts()): Record<string, string> {
  const parts = partsFor(ports);
  const http = ports[name as PortName];
  return {
    KAFKA_BROKERS: parts.kafka.brokers.join(','),
    DATABASE_URL: databaseUrl(ports, name),
    VAULT_PLACES: JSON.stringify(placesFor(parts, name)),
    CLAMD: `${parts.clamd.host}:${parts.clamd.port}`,
    SIGNER_CA_FILE: parts.trust.caFile,
    SIGNATURE_TSA_CA_FILE: parts.trust.caFile,
    TSA_URL: parts.tsa.url,
    TSA_CA_FILE: parts.trust.caFile,
    ...(name === 'seal' && { SEAL_KEY_FILE: parts.keys.sealKeyFile, SEAL_CERT_FILE: parts.keys.sealCertFile }),
    ...(name === 'notary' && { NOTARY_KEY_FILE: parts.keys.notaryKeyFile, ...witnessesOf(ports) }),
    ...(name === 'registry' && registryEnv(ports)),
    ...(name === 'check' && reviewEnv(ports)),
    ...(name === 'intake' && { INTAKE_KEYS: intakeKeys() }),
    ...(name === 'use' && useEnv(ports)),
    ...(name === 'console' && consoleEnv(ports)),
    ...(http !== undefined && { HTTP_HOST: HOST, HTTP_PORT: String(http) }),
    HEALTH_HOST: HOST,
    HEALTH_PORT: String(ports[`health.${name}` as PortName]),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
  };
}

/** Whom the notary asks for cosignatures, address and key of each, and how many of them must sign: the witnesses that the anchors name, and their quorum. */
function witnessesOf(ports: Ports): Record<string, string> {
  const file = `${TRUST}/anchors.json`;
  if (!existsSync(file)) return { WITNESSES: '' };
  const anchors = Anchored.parse(JSON.parse(readFileSync(file, 'utf8')));
  const named = new Set(anchors.witnesses.map(({ vkey }) => vkey));
  const asked = WITNESSES.map(({ part, port }) => ({ vkey: vkeyOf(part), port })).filter(({ vkey }) => named.has(vkey));
  return {
    WITNESSES: asked.map(({ vkey, port }) => `http://${HOST}:${ports[port]}=>${vkey}`).join(' '),
    WITNESS_QUORUM: String(anchors.quorum),
  };
}

const vkeyOf = (part: string): string => {
  const file = `${TRUST}/${part}.vkey`;
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
};

const Anchored = z.object({ witnesses: z.array(z.object({ vkey: z.string() })), quorum: z.number() });

/** The places as a service sees them: with its own credential and nobody else's. */
const placesFor = (parts: Parts, service: ServiceName): object[] =>
  parts.places.map(({ name, endpoint, region, accounts }) => ({ name, endpoint, region, service: accounts[service] }));

/** All services that exist in this checkout. */
export function services(ports: Ports = currentPorts()): Part[] {
  const names = Object.keys(SERVICES) as ServiceName[];
  return names.map((name) => service(name, ports)).filter((part) => part.missing?.() === undefined);
}

function service(name: ServiceName, ports: Ports, more: Readonly<Record<string, string>> = {}): Part {
  const { zh, folder, heapMiB } = SERVICES[name];
  const health = ports[`health.${name}` as PortName];
  return program({
    name,
    zh,
    en: 'service',
    port: health,
    main: `${folder}/src/main.ts`,
    heapMiB,
    sources: [`${folder}/src`, `${folder}/package.json`, 'packages', 'pnpm-lock.yaml'],
    env: { ...serviceEnv(name, ports), ...more },
    healthy: () => ready(health),
  });
}

/** Ready, not merely alive: it has joined its group and serves. */
async function ready(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://${HOST}:${port}/readyz`, { signal: AbortSignal.timeout(1500) });
    return response.ok;
  } catch {
    return false; // refused or silent: not yet
  }
}

/**
 * Starts a service unless the very same is running and ready.
 * @param more what it is told besides, a collector of traces for one
 * @returns true if it had to be started
 */
export async function startService(name: ServiceName, more: Readonly<Record<string, string>> = {}): Promise<boolean> {
  if (name === 'console') await consoleWeb();
  return ensure(existing(name, more));
}

/** Asks the service to leave in order, and waits. @returns false if it was not running */
export const stopService = (name: ServiceName): Promise<boolean> => stop(existing(name));

/** Ends the service as a crash would, and waits until it is gone. It is not started again. */
export async function killService(name: ServiceName): Promise<void> {
  const record = recordOf(name);
  if (record !== undefined && isAlive(record)) await end(record, 0, 'SIGKILL');
}

/** Where the service's log is. */
export const serviceLog = (name: ServiceName): string => logFile(name);

/** What a part or service uses at this moment, by name. */
export interface Usage {
  readonly name: string;
  readonly memoryBytes: number;
  /** Processor time since it began, in seconds. */
  readonly cpuSeconds: number;
}

/** Memory and processor time of everything that runs, parts and services. */
export async function usage(): Promise<Usage[]> {
  const statuses = await Promise.all(everything().map(statusOf));
  return statuses
    .filter(({ pid }) => pid !== undefined)
    .map(({ name, memoryBytes, pid }) => ({ name, memoryBytes, cpuSeconds: cpuOf(pid!) }));
}

export const serviceStatus = (name: ServiceName): Promise<PartStatus> => statusOf(existing(name));

function existing(name: ServiceName, more: Readonly<Record<string, string>> = {}): Part {
  const { folder } = SERVICES[name];
  if (!existsSync(`${ROOT}/${folder}/src/main.ts`)) throw new Error(`${folder}/src/main.ts: no such file`);
  return service(name, currentPorts(), more);
}

/** All services, side by side; the parts have to be up. */
export const startServices = (): Promise<void> => startAll(services());

/** Those that were started and not stopped in order: what died of them runs again, what is well is left alone. */
export const repairServices = (): Promise<void> =>
  startAll(services().filter(({ name }) => recordOf(name) !== undefined));

async function startAll(wanted: readonly Part[]): Promise<void> {
  if (wanted.some(({ name }) => name === 'console')) await consoleWeb();
  const results = await Promise.allSettled(
    wanted.map(async (part) => {
      const now = await ensure(part);
      say(`${part.zh}:${now ? '已启动' : '运行中'} / ${part.name}: ${now ? 'started' : 'already running'}`);
    }),
  );
  const faults = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as Error);
  if (faults.length > 0) throw new AggregateError(faults, faults.map(({ message }) => message).join('\n'));
}

/** Everything that can run here, parts and services. */
export const everything = (): Part[] => [...realParts(currentPorts()), ...services()];
