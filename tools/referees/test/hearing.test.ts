import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ContentName } from '@guidang/contracts';
import { keyOf, MemoryStore, type Vault, vaultOver } from '@guidang/vault';
import { afterEach, describe, expect, it } from 'vitest';
import type { Court, Sentence } from '../hearing.ts';
import { copies, records } from '../hearings/documents.ts';
import { signatures, tokens } from '../hearings/seals.ts';
import type { Holdings } from '../holdings.ts';
import { absent, type Judge, sitting } from '../judgement.ts';
import { reportText, tallies } from '../report.ts';
import { Room } from '../room.ts';

const nameOf = (text: string): ContentName => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const NOTHING: Holdings = { seals: [], tokens: [], records: [], packages: [], copies: [], files: [], notes: [] };
/** Asks of a document no more than that its file can be read to the end. */
const reader = sitting('reader', async (file: string) => ({ accepted: true, detail: readFileSync(file, 'utf8') }));
const rooms: Room[] = [];
afterEach(() => {
  for (const room of rooms.splice(0)) room.close();
});

const court = (vault: Vault, holdings: Partial<Holdings>, vera: Judge<string>): Court => {
  const room = new Room(new Map([['a', vault]]));
  rooms.push(room);
  return { room, holdings: { ...NOTHING, ...holdings }, bench: { vera } } as unknown as Court;
};
const sealed = (document: string) => ({
  document: { content: nameOf(document), sm3: '', size: 1 },
  manifest: { content: nameOf('manifest'), sm3: '', size: 1 },
  signature: '',
  national: null,
  where: 'archive.seal-0@7',
});
async function all(hearing: AsyncGenerator<Sentence[]>): Promise<Sentence[]> {
  const sentences: Sentence[] = [];
  for await (const some of hearing) sentences.push(...some);
  return sentences;
}

describe('a hearing', () => {
  it('lays what the place holds before the judge', async () => {
    const vault = vaultOver(new MemoryStore());
    await vault.put('prearchive', Buffer.from('document'));
    expect(await all(records(court(vault, { seals: [sealed('document')] }, reader)))).toEqual([
      expect.objectContaining({ kind: 'record', judge: 'reader', outcome: 'accepted', detail: 'document' }),
    ]);
  });

  it('skips what is no longer there, and says so', async () => {
    const sentences = await all(records(court(vaultOver(new MemoryStore()), { seals: [sealed('document')] }, reader)));
    expect(sentences).toEqual([
      expect.objectContaining({
        judge: 'reader',
        outcome: 'skipped',
        detail: expect.stringContaining('no such object'),
      }),
    ]);
  });

  it('refuses what is not what its name says', async () => {
    const vault = vaultOver(new MemoryStore());
    await vault.put('prearchive', Buffer.from('other'), { key: keyOf(nameOf('document')) });
    const sentences = await all(records(court(vault, { seals: [sealed('document')] }, reader)));
    expect(sentences).toEqual([
      expect.objectContaining({ outcome: 'refused', artefact: expect.stringContaining('@7') }),
    ]);
  });

  it('skips by name a judge that could not be had', async () => {
    const vault = vaultOver(new MemoryStore());
    await vault.put('use', Buffer.from('copy'));
    const copy = { content: nameOf('copy'), sm3: '', size: 4 };
    const holdings = { copies: [{ copy, where: 'archive.use-0@1' }] };
    expect(await all(copies(court(vault, holdings, absent('veraPDF', 'no Java'))))).toEqual([
      expect.objectContaining({ kind: 'copy', judge: 'veraPDF', outcome: 'skipped', detail: 'no Java' }),
    ]);
  });
});

describe('a hearing of seals', () => {
  const takes = <Q>(name: string): Judge<Q> => sitting(name, async () => ({ accepted: true, detail: name }));
  const bench = {
    ...{ jose: takes('jose'), dss: takes('dss'), openssl: [takes('ts -verify'), takes('asn1parse')] },
    sm2: { signature: takes('sm2'), token: takes('sm2 token') },
  };
  const judgesOf = async (hearing: typeof signatures, holdings: Partial<Holdings>): Promise<string[]> => {
    const vault = vaultOver(new MemoryStore());
    await vault.put('prearchive', Buffer.from('manifest'));
    const one = { ...court(vault, holdings, reader), bench } as unknown as Court;
    return (await all(hearing(one))).map(({ judge }) => judge);
  };
  const national = { signature: 'MAA=', certificate: 'MAA=' };

  it.each([
    ['international', 'a..b', null, ['jose', 'dss']],
    ['national', null, national, ['sm2']],
    ['in both suites', 'a..b', national, ['jose', 'dss', 'sm2']],
  ] as const)('lays a seal that is %s before those who know it', async (_, signature, other, judges) => {
    const seals = [{ ...sealed('document'), signature, national: other }];
    expect(await judgesOf(signatures, { seals })).toEqual(judges);
  });

  it.each([
    ['international', ['ts -verify', 'asn1parse', 'dss']],
    ['national', ['sm2 token', 'asn1parse']],
  ] as const)('lays a token that is %s before those who know it', async (suite, judges) => {
    const over = { root: '00'.repeat(32) };
    expect(await judgesOf(tokens, { tokens: [{ token: 'MAA=', suite, over, where: 'here' }] })).toEqual(judges);
  });
});

describe('the report', () => {
  const one = (outcome: Sentence['outcome'], judge = 'veraPDF'): Sentence => ({
    kind: 'record',
    artefact: `archive.seal-0@${outcome}`,
    judge,
    outcome,
    detail: `why ${outcome}`,
  });
  const sentences = [one('accepted'), one('accepted'), one('refused'), one('skipped', 'DSS'), one('skipped', 'DSS')];

  it('counts by kind and judge', () => {
    expect(tallies(sentences)).toEqual([
      { kind: 'record', judge: 'veraPDF', accepted: 2, refused: 1, skipped: 0 },
      { kind: 'record', judge: 'DSS', accepted: 0, refused: 0, skipped: 2 },
    ]);
  });

  it('names every refusal with its artefact, every reason once, and what there is none of', () => {
    const text = reportText(sentences);
    expect(text).toContain('archive.seal-0@refused\n    veraPDF: why refused');
    expect(text).toContain('2 × DSS: why skipped');
    expect(text).toContain('2 accepted, 1 refused, 2 skipped');
    expect(text).toMatch(/use copy\s+无此产出/);
    expect(text).not.toContain('why accepted');
  });

  it('has no list of refusals where nothing was refused', () => {
    expect(reportText([one('accepted')])).not.toContain('refused:');
  });
});
