import type { LogReader } from '@guidang/stream';
import { describe, expect, it } from 'vitest';
import { heard, Pulse } from './pulse.ts';

const at = () => {
  const clock = { ms: 0 };
  return { clock, pulse: new Pulse(() => clock.ms, 1_000) };
};

describe('whether the notary lives', () => {
  it('is so while there are signs, and no longer when they have been missing too long', () => {
    const { clock, pulse } = at();
    clock.ms = 999;
    expect(pulse.beats).toBe(true);
    clock.ms = 1_000;
    expect(pulse.beats).toBe(false);
    pulse.beat();
    expect(pulse.beats).toBe(true);
  });

  it('is so while it stands still on purpose, and is asked again once it goes on', () => {
    const { clock, pulse } = at();
    pulse.rest();
    clock.ms = 1_000_000;
    expect(pulse.beats).toBe(true);
    pulse.beat();
    clock.ms += 1_000;
    expect(pulse.beats).toBe(false);
  });

  it('is told by everything that is read', async () => {
    const { clock, pulse } = at();
    const scan = async function* () {
      yield { kind: 'marker', offset: 0 };
      clock.ms += 900;
      yield { kind: 'marker', offset: 1 };
      clock.ms += 900;
    };
    for await (const _ of heard({ scan } as unknown as LogReader, pulse).scan('t', 0, 0, 2));
    expect(pulse.beats).toBe(true);
    clock.ms += 200;
    expect(pulse.beats).toBe(false);
  });
});
