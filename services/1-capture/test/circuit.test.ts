import { beforeEach, describe, expect, it } from 'vitest';
import { Circuit } from '../src/fetch/circuit.ts';
import { FetchFailed } from '../src/fetch/failed.ts';
import { Refused } from '../src/files/refused.ts';

const MINUTE = 60_000;
const PATIENCE = 10 * MINUTE;
const NO_ONE = new AbortController().signal;

let now: number;
let asked: number;
let circuit: Circuit;
beforeEach(() => {
  now = 1_000_000;
  asked = 0;
  circuit = new Circuit('files.test', PATIENCE, () => now);
});

/** Asks the host, which takes some time to do as it does. @returns what becomes of it */
const ask = (does: 'answers' | 'refuses' | 'fails', tookMs = 0, signal = NO_ONE): Promise<string> =>
  circuit
    .through(signal, async () => {
      asked += 1;
      now += tookMs;
      if (does === 'fails') throw new FetchFailed('files.test', 'ECONNREFUSED');
      if (does === 'refuses') throw new Refused('NOT_FOUND', 'address', null, 'HTTP 404');
      return 'bytes';
    })
    .catch((error: unknown) => {
      if (error instanceof Refused) return `${error.code} ${error.found}`;
      if (error instanceof FetchFailed) return 'not now';
      throw error;
    });
const IN_VAIN = 'FETCH_UNAVAILABLE files.test: ECONNREFUSED';

/** A host that has given nothing for as long as patience lasts. */
async function dead(): Promise<void> {
  for (let i = 0; i <= 10; i++) {
    expect(await ask('fails')).toBe('not now');
    if (i < 10) now += MINUTE;
  }
}

describe('a host', () => {
  it('that gives nothing is asked for as long as patience lasts, and then not any more', async () => {
    await dead();
    asked = 0;
    for (let i = 0; i < 100; i++) expect(await ask('answers')).toBe(IN_VAIN);
    expect(asked).toBe(0);
  });

  it.each(['answers', 'refuses'] as const)('that %s now and then goes on being asked', async (does) => {
    for (let i = 0; i < 50; i++) {
      expect(await ask('fails')).toBe('not now');
      now += 9 * MINUTE;
      expect(await ask(does)).not.toBe(IN_VAIN);
      now += MINUTE;
    }
  });

  it('that failed once, long ago, is no dead host after its second failure', async () => {
    await ask('fails');
    now += 24 * 60 * MINUTE;
    await ask('fails');
    expect(await ask('answers')).toBe('bytes');
  });

  it('that keeps one file for longer than patience lasts, and fails in the end, is not asked for the next', async () => {
    expect(await ask('fails', 2 * PATIENCE)).toBe('not now');
    expect(await ask('answers')).toBe(IN_VAIN);
  });
});

describe('a dead host', () => {
  it('is tried by one file in a while, and those beside it do not wait for that', async () => {
    await dead();
    now += PATIENCE;
    const trying = Promise.withResolvers<string>();
    const trial = circuit.through(NO_ONE, () => trying.promise);
    expect(await ask('answers')).toBe(IN_VAIN);
    trying.reject(new FetchFailed('files.test', 'ECONNREFUSED'));
    await expect(trial).rejects.toThrow(FetchFailed);
    expect(await ask('answers')).toBe(IN_VAIN);
    now += PATIENCE;
    expect(await ask('fails')).toBe('not now');
    expect(await ask('answers')).toBe(IN_VAIN);
  });

  it('is asked again like any other as soon as it answered once', async () => {
    await dead();
    now += PATIENCE;
    expect(await ask('answers')).toBe('bytes');
    expect(await ask('fails')).toBe('not now');
    expect(await ask('answers')).toBe('bytes');
  });

  it('is tried the less often the longer a trial takes: a tenth of the time at most', async () => {
    await dead();
    now += PATIENCE;
    expect(await ask('fails', 60 * MINUTE)).toBe('not now');
    now += 599 * MINUTE;
    expect(await ask('answers')).toBe(IN_VAIN);
    now += MINUTE;
    expect(await ask('answers')).toBe('bytes');
  });

  it('is tried by the next file where a trial was given up', async () => {
    await dead();
    now += PATIENCE;
    const gone = AbortSignal.abort();
    expect(await ask('fails', 0, gone)).toBe('not now');
    expect(await ask('answers')).toBe('bytes');
  });
});
