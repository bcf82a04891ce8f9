import type { Scanner } from '@guidang/formats';
import type { Vault } from '@guidang/vault';
import type { PlaceState, ScannerState, ServiceState } from '../api/wall.ts';
import { type Sample, samplesIn, sumOf } from './metrics-text.ts';

const NAMES = new Set([
  'guidang_step_lag_records',
  'guidang_step_retries_total',
  'guidang_step_paused',
  'guidang_step_troubles_total',
  'process_resident_memory_bytes',
  'process_start_time_seconds',
]);
const PATIENCE_MS = 1_500;

/** What the world around the topics looks like, as of the last look. */
export interface Surroundings {
  readonly services: readonly ServiceState[];
  readonly places: readonly PlaceState[];
  readonly scanner: ScannerState | null;
  readonly witness: boolean | null;
}

export interface WatchPorts {
  readonly watched: readonly { name: string; value: string }[];
  readonly places: ReadonlyMap<string, Vault>;
  readonly bucket: string;
  readonly scanner: Pick<Scanner, 'engine'> | undefined;
  readonly witnessUrl: string | undefined;
}

/** Asks everything that can be asked, side by side; what does not answer says so and holds nobody up. */
export async function lookAround(ports: WatchPorts): Promise<Surroundings> {
  const [services, places, scanner, witness] = await Promise.all([
    Promise.all(ports.watched.map(({ name, value }) => askService(name, value))),
    Promise.all([...ports.places].map(([name, vault]) => askPlace(name, vault, ports.bucket))),
    ports.scanner === undefined ? null : askScanner(ports.scanner),
    ports.witnessUrl === undefined ? null : answers(ports.witnessUrl),
  ]);
  return { services, places, scanner, witness };
}

async function askService(name: string, url: string): Promise<ServiceState> {
  const down = {
    name,
    ready: false,
    alive: false,
    lag: null,
    retries: null,
    paused: null,
    troubles: null,
    memoryBytes: null,
    since: null,
  };
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const [ready, metrics] = await Promise.all([
      fetch(`${url}/readyz`, { signal }),
      fetch(`${url}/metrics`, { signal }),
    ]);
    await ready.body?.cancel();
    const samples = samplesIn(await metrics.text(), NAMES);
    const started = sumOf(samples, 'process_start_time_seconds');
    const isStep = samples.some(({ name: metric }) => metric === 'guidang_step_lag_records');
    return {
      ...{ name, ready: ready.ok, alive: true },
      lag: isStep ? sumOf(samples, 'guidang_step_lag_records') : null,
      retries: sumOf(samples, 'guidang_step_retries_total'),
      paused: pausedIn(samples),
      troubles: sumOf(samples, 'guidang_step_troubles_total'),
      memoryBytes: sumOf(samples, 'process_resident_memory_bytes'),
      since: started === 0 ? null : new Date(started * 1_000).toISOString(),
    };
  } catch {
    return down; // refused or silent: that is what there is to tell
  }
}

/** Undecided where there is no such sample: it is no step, or has not heard anything yet. */
const pausedIn = (samples: readonly Sample[]): boolean | null => {
  const sample = samples.find(({ name }) => name === 'guidang_step_paused');
  return sample === undefined ? null : sample.value === 1;
};

async function askPlace(name: string, vault: Vault, bucket: string): Promise<PlaceState> {
  const began = performance.now();
  try {
    await vault.head(bucket, { key: 'console-asks-whether-you-answer' });
    return { name, answers: true, milliseconds: Math.round(performance.now() - began) };
  } catch {
    return { name, answers: false, milliseconds: null }; // whatever the reason, the place cannot be read now
  }
}

async function askScanner(scanner: Pick<Scanner, 'engine'>): Promise<ScannerState> {
  try {
    const { engine, signaturesAt } = await scanner.engine();
    return { answers: true, engine, signaturesAt };
  } catch {
    return { answers: false, engine: null, signaturesAt: null }; // the alarm says it
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    await response.body?.cancel();
    return true;
  } catch {
    return false; // refused or silent
  }
}
