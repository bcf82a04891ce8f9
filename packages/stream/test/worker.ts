import { toyStep } from '@guidang/lab/toy';
import { runStep } from '../src/index.ts';
import type { OpenWriter, TransactionalWriter } from '../src/writer.ts';
import { pgCache } from './pg-cache.ts';

/**
 * A process that runs the toy step until it is killed. FAULTY=<share> lets that share of its commits fail, half of them done and half not done. DATABASE=<url> gives it
 * a cache there, and memory for a few cases only, so that most of them are forgotten and come back from it.
 */
const brokers = process.env.BROKERS!.split(',');
const share = Number(process.env.FAULTY ?? 0);

const faulty =
  (real: OpenWriter): OpenWriter =>
  async (id) => {
    const writer = await real(id);
    const commit: TransactionalWriter['commit'] = async (...batch) => {
      const fate = Math.random();
      if (fate < share / 2) throw new Error('planted: nothing was written');
      const written = await writer.commit(...batch);
      if (fate < share) throw new Error('planted: it was written, and we were not told');
      return written;
    };
    return { ...writer, commit };
  };

const running = runStep(toyStep, {
  kafka: { brokers, clientId: `toy-${process.pid}` },
  software: '0.1.0',
  sessionTimeoutMs: 1_500,
  window: { records: Number(process.env.WINDOW ?? 20), bytes: 1024 * 1024 },
  backoff: { firstMs: 5, mostMs: 50 },
  ...(share > 0 && { openWriter: faulty }),
  ...(process.env.DATABASE && { cache: pgCache(process.env.DATABASE).cache, heldBytes: 12_000 }),
  telemetry: {
    decided: () => {},
    retried: () => {},
    lag: () => {},
    paused: () => {},
    committed: ({ records }) => process.send?.({ committed: records }),
    trouble: ({ where, error }) => process.send?.({ trouble: `${where}: ${(error as Error).message}` }),
  },
});
process.on('SIGTERM', () => {
  void running.stop().then(() => process.exit(0));
});
