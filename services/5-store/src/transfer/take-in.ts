import { archivalYear, endOfYear, type ObjectRef, type PackageHandedIn, retainUntil } from '@guidang/contracts';
import type { Gathering } from '@guidang/stream';
import { copyTo } from '../copies.ts';
import type { StoreState } from '../decide.ts';
import type { StorePorts } from '../gather.ts';
import { type Received, receive } from '../received.ts';
import { type ReceivingFacts, turnedAwayFor } from '../rule/receiving.ts';

const NOTHING: ReceivingFacts = { copies: [], reports: [], lockUntil: null, fault: null };

/**
 * Puts a package from elsewhere and its report write-once into every place, where its findings let it pass, reading each copy back. Twice is harmless. @throws what may pass: a place that
 * does not answer is asked again until it does
 */
export const foreignGatherer =
  (ports: StorePorts) =>
  ({ input, signal }: Gathering<StoreState, PackageHandedIn>): Promise<ReceivingFacts> =>
    ports.gate(async () => {
      signal.throwIfAborted();
      const { data, time } = input;
      if (turnedAwayFor(data) !== null) return NOTHING;
      const held: Received[] = [];
      try {
        for (const ref of [data.package, data.report]) {
          const received = await receive(ports.prearchive.vault, ports.prearchive.bucket, ref, ports.spoolFolder);
          if ('differs' in received)
            return { ...NOTHING, fault: `库中内容与名称不符 / found ${received.differs}`.slice(0, 300) };
          held.push(received);
        }
        const lockUntil = retainUntil(time, data.retention) ?? endOfYear(archivalYear(time) + ports.foreverYears);
        const [copies, reports] = [
          await copied(ports, held[0]!, data.package, lockUntil),
          await copied(ports, held[1]!, data.report, lockUntil),
        ];
        return { copies, reports, lockUntil, fault: null };
      } finally {
        for (const one of held) await one.close();
      }
    });

async function copied({ places }: StorePorts, received: Received, ref: ObjectRef, until: string) {
  const done = await Promise.allSettled(places.map((place) => copyTo(place, received, ref, new Date(until))));
  return done.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}
