import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_LOG, entryHash, followLog, type KeptEntry } from '../src/index.ts';
import { type Deed, entryText } from '../src/log/entry.ts';

const deed: Deed = { account: 'a', action: 'x', outcome: 'done' };

function chain(length: number): KeptEntry[] {
  const entries: KeptEntry[] = [];
  for (let seq = 1; seq <= length; seq++) {
    const entry = entryText(
      { ...deed, after: { n: seq } },
      { seq, previous: entries.at(-1)?.hash ?? null, at: '2026-01-01T00:00:00.000Z', service: 's' },
    );
    entries.push({ seq, entry, hash: entryHash(entry) });
  }
  return entries;
}

describe('the chain of the log', () => {
  it('is followed from its beginning, and from any place on', () => {
    const entries = chain(7);
    const first = followLog(EMPTY_LOG, entries.slice(0, 3));
    expect(first).toEqual({ head: { seq: 3, hash: entries[2]!.hash } });
    expect(followLog((first as { head: typeof EMPTY_LOG }).head, entries.slice(3))).toEqual({
      head: { seq: 7, hash: entries[6]!.hash },
    });
  });

  const at = 3;
  it.each<[string, (entries: KeptEntry[]) => KeptEntry[], string]>([
    [
      'an entry that says something else',
      (all) => all.with(at, { ...all[at]!, entry: all[at]!.entry.replace('"a"', '"b"') }),
      'HASH',
    ],
    [
      'an entry with a hash of its own',
      (all) => {
        const entry = all[at]!.entry.replace('"a"', '"b"');
        return all.with(at, { ...all[at]!, entry, hash: entryHash(entry) });
      },
      'PREVIOUS',
    ],
    ['an entry that is gone', (all) => all.toSpliced(at, 1), 'GAP'],
    [
      'two that changed places',
      (all) => [
        ...all.slice(0, at),
        { ...all[at + 1]!, seq: at + 1 },
        { ...all[at]!, seq: at + 2 },
        ...all.slice(at + 2),
      ],
      'COLUMN',
    ],
    ['what is no entry', (all) => all.with(at, { ...all[at]!, entry: '{}', hash: entryHash('{}') }), 'ENTRY'],
  ])('%s is found', (_, tamper, code) => {
    const followed = followLog(EMPTY_LOG, tamper(chain(7)));
    expect(followed).toMatchObject({ fault: { code: expect.stringMatching(code === 'PREVIOUS' ? /PREVIOUS/ : code) } });
  });

  it('any one character that is changed is found', () => {
    const entries = chain(4);
    fc.assert(
      fc.property(fc.nat(3), fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), (which, where, other) => {
        const { entry } = entries[which]!;
        const place = where % entry.length;
        fc.pre(entry[place] !== other);
        const changed = entry.slice(0, place) + other + entry.slice(place + 1);
        expect(followLog(EMPTY_LOG, entries.with(which, { ...entries[which]!, entry: changed }))).toHaveProperty(
          'fault',
        );
      }),
      { numRuns: 300 },
    );
  });

  it('strikes out who a person is, wherever a person stands in it', () => {
    const text = entryText(
      {
        ...deed,
        before: { kind: 'person', account: 'p', name: '张三', subject: 's', active: true },
        after: [{ kind: 'unit', name: '卫生健康局' }],
      },
      { seq: 1, previous: null, at: '', service: 's' },
    );
    expect(JSON.parse(text)).toMatchObject({
      before: { account: 'p', name: '***', subject: '***', active: true },
      after: [{ name: '卫生健康局' }],
    });
  });
});
