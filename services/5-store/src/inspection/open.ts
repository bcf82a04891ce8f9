import { setTimeout as sleep } from 'node:timers/promises';
import { openInspector, openScanner } from '@guidang/formats';
import type { Log } from '@guidang/host';
import { openPublisher, openReader } from '@guidang/stream';
import type { Registry } from 'prom-client';
import type { Config } from '../config.ts';
import { type LookPorts, look } from './look.ts';
import { inspectionMetrics } from './metrics.ts';
import { type Progress, Round } from './round.ts';
import { goRounds } from './rounds.ts';

export interface Inspections {
  /** null before the first round has begun */
  progress(): Progress | null;
  stop(): Promise<void>;
}

type Settings = Pick<
  Config,
  | 'CLAMD'
  | 'INSPECTION_DAYS'
  | 'INSPECTIONS_AN_HOUR'
  | 'INSPECTION_MIB_A_SECOND'
  | 'INSPECTION_PAUSE_SECONDS'
  | 'SPOOL_FOLDER'
>;

/** DA/T 92-2022 9.4: archived material is checked once a year at least. */
const MOST_DAYS = 365;

/** Goes the rounds over what is stored, beside the step: with a reader, a publisher, an inspecting process and a connection to the scanner of its own. */
export function openInspections(
  settings: Settings,
  kafka: Parameters<typeof openReader>[0],
  ports: Omit<LookPorts, 'inspector' | 'scanner' | 'spoolFolder'>,
  metrics: Registry,
  log: Log,
): Inspections {
  const { CLAMD, SPOOL_FOLDER: spoolFolder } = settings;
  const inspector = openInspector({ workers: 1, folder: spoolFolder });
  const scanner = CLAMD ? openScanner({ ...CLAMD, connections: 1 }) : null;
  const told = inspectionMetrics(metrics);
  let known: Progress | null = null;
  const open = async () => {
    const [reader, publisher] = await Promise.all([openReader(kafka), openPublisher(kafka)]);
    const round = new Round({
      reader,
      publisher,
      look: (kept, signal) => look(kept, { ...ports, spoolFolder, inspector, scanner }, signal),
      policy: {
        days: settings.INSPECTION_DAYS,
        mostDays: Math.max(MOST_DAYS, settings.INSPECTION_DAYS),
        anHour: settings.INSPECTIONS_AN_HOUR,
        bytesASecond: settings.INSPECTION_MIB_A_SECOND * 1024 ** 2,
      },
      failed: (name, error) =>
        log.error({ case: name, error }, '未能检测 / a stored package could not be looked at now'),
      told: (progress) => {
        known = progress;
        told.told(progress);
      },
      wait: async (ms, signal) => {
        await sleep(ms, undefined, { signal });
      },
      now: ports.now,
    });
    return {
      run: (signal: AbortSignal) => round.run(signal),
      close: async () => {
        await publisher.close();
        await reader.close();
      },
    };
  };
  const rounds = goRounds(open, {
    ...{ everyMs: settings.INSPECTION_PAUSE_SECONDS * 1000, metrics: told, log, now: ports.now },
  });
  return {
    progress: () => known,
    async stop() {
      await rounds.stop();
      inspector.close();
      scanner?.close();
    },
  };
}
