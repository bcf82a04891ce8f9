import { describe, expect, it } from 'vitest';
import type { Wall } from '../src/api/wall.ts';
import { alarmsOf } from '../src/live/alarms.ts';
import { Hub } from '../src/live/hub.ts';
import { samplesIn, sumOf } from '../src/live/metrics-text.ts';
import { Pulse } from '../src/live/pulse.ts';

const at = '2026-11-25T04:00:00.000Z';
const ago = (seconds: number): string => new Date(Date.parse(at) - seconds * 1_000).toISOString();
const step = {
  inFlight: 0,
  oldest: null,
  perSecond: 0,
  series: [],
  lag: 0,
  retries: 0,
  parked: 0,
  ready: true,
  paused: null,
};
const quiet: Omit<Wall, 'alarms'> = {
  at,
  steps: [{ step: 'check', ...step }],
  standing: { open: 0, missing: 0, review: 0, refused: 0, archived: 0 },
  refusals: [],
  log: { origin: 'o', batch: 7, size: 9, at: ago(3), cosigned: 7, cosignedAt: ago(2), stampedAt: null },
  services: [
    {
      name: 'check',
      ready: true,
      alive: true,
      lag: 0,
      retries: 0,
      paused: false,
      troubles: 0,
      memoryBytes: 1,
      since: at,
    },
  ],
  places: [{ name: 'a', answers: true, milliseconds: 3 }],
  scanner: { answers: true, engine: 'x', signaturesAt: ago(3_600) },
  witness: true,
  certificates: [{ name: 'seal', subject: 's', until: '2030-01-01T00:00:00Z' }],
  following: true,
};
const none = { unreadable: 0, packagesRefused: 0 };

describe('alarms', () => {
  it('are none where everything is as it should be', () => {
    expect(alarmsOf(quiet, none)).toEqual([]);
  });

  it.each<[string, Partial<Wall>, string]>([
    [
      'a service that does not answer',
      { services: [{ ...quiet.services[0]!, alive: false, ready: false }] },
      'SERVICE_DOWN',
    ],
    ['a service that is not ready', { services: [{ ...quiet.services[0]!, ready: false }] }, 'SERVICE_NOT_READY'],
    [
      'a case that waits for minutes',
      { steps: [{ step: 'seal', ...step, inFlight: 4, oldest: { at: ago(200), case: 'c' } }] },
      'STEP_STALLED',
    ],
    [
      'a step that somebody paused, and not that it stands still',
      {
        steps: [
          {
            ...{ step: 'seal', ...step, inFlight: 4, oldest: { at: ago(200), case: 'c' } },
            paused: { at: ago(600), by: 'operator', reason: '更换存储设备', heeded: true },
          },
        ],
      },
      'STEP_PAUSED',
    ],
    ['parked records', { steps: [{ step: 'seal', ...step, parked: 2 }] }, 'PARKED_RECORDS'],
    ['a store that cannot be read', { places: [{ name: 'b', answers: false, milliseconds: null }] }, 'PLACE_DOWN'],
    [
      'a scanner that does not answer',
      { scanner: { answers: false, engine: null, signaturesAt: null } },
      'SCANNER_DOWN',
    ],
    [
      'signatures of last month',
      { scanner: { answers: true, engine: 'x', signaturesAt: ago(30 * 86_400) } },
      'SIGNATURES_OLD',
    ],
    ['signatures without a date', { scanner: { answers: true, engine: 'x', signaturesAt: null } }, 'SIGNATURES_OLD'],
    [
      'a checkpoint that is late while links come',
      { log: { ...quiet.log!, at: ago(400) }, steps: [{ step: 'check', ...step, perSecond: 1 }] },
      'CHECKPOINT_OLD',
    ],
    [
      'a head that nobody cosigned for long',
      { log: { ...quiet.log!, batch: 9, cosignedAt: ago(700) } },
      'COSIGNATURE_OLD',
    ],
    ['a witness that does not answer', { witness: false }, 'WITNESS_DOWN'],
    [
      'a certificate near its end',
      { certificates: [{ name: 'seal', subject: 's', until: '2026-12-25T00:00:00Z' }] },
      'CERTIFICATE_ENDS',
    ],
    ['topics that were not read to their ends', { following: false }, 'CONSOLE_BEHIND'],
  ])('tell of %s', (_name, change, code) => {
    expect(alarmsOf({ ...quiet, ...change }, none).map((alarm) => alarm.code)).toEqual([code]);
  });

  it('are silent of an old checkpoint while nothing comes, and put what is grave first', () => {
    expect(alarmsOf({ ...quiet, log: { ...quiet.log!, at: ago(9_000) } }, none)).toEqual([]);
    const both = { ...quiet, witness: false, places: [{ name: 'b', answers: false, milliseconds: null }] };
    expect(alarmsOf(both, none).map(({ severity }) => severity)).toEqual(['error', 'warning']);
  });
});

describe('the pulse', () => {
  it('counts by the broker’s seconds, and nothing of what is older than a minute', () => {
    let now = 100_000;
    const pulse = new Pulse(() => now);
    pulse.count('check', 'CaseChecked', 1_000);
    for (let i = 0; i < 30; i++) pulse.count('check', 'MaterialChecked', 97_500);
    expect(pulse.perSecond('check')).toBe(3);
    expect(pulse.series('check').reduce((a, b) => a + b)).toBe(30);
    expect(pulse.perSecond('seal')).toBe(0);
    now += 11_000;
    expect(pulse.perSecond('check')).toBe(0);
  });
});

describe('metrics as text', () => {
  it('are read by name, labels with quotes in them included', () => {
    const text = '# HELP a b\na{step="x",topic="a\\"b}"} 3\na 4\nb{step="x"} 5\nnonsense\n';
    const samples = samplesIn(text, new Set(['a']));
    expect(samples).toHaveLength(2);
    expect(sumOf(samples, 'a')).toBe(7);
    expect(samples[0]!.labels.step).toBe('x');
  });
});

describe('the hub', () => {
  it('makes one event for all who listen, nothing while nobody does, and goes on after a failure', async () => {
    let made = 0;
    const failures: unknown[] = [];
    const make = async (): Promise<number> => {
      made += 1;
      if (made === 1) throw new Error('not now');
      return made;
    };
    const hub = new Hub('wall', 5, make, (error) => failures.push(error));
    const first = hub.listen();
    const second = hub.listen();
    const next = (stream: NodeJS.ReadableStream): Promise<string> =>
      new Promise((resolve) => {
        stream.on('data', (chunk: Buffer) => {
          if (String(chunk).includes('data:')) resolve(String(chunk));
        });
      });
    const [one, two] = await Promise.all([next(first), next(second)]);
    expect(one).toBe(two);
    expect(one).toMatch(/^event: wall\ndata: \d+\n\n$/);
    expect(failures).toHaveLength(1);
    first.destroy();
    second.destroy();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const before = made;
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(made).toBe(before);
    hub.close();
  });
});
