import { commitmentTo, type Identity } from '@guidang/contracts';
import { type OwnDatabase, ownDatabase } from '@guidang/infra-local';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, catalogueOver } from '../src/index/catalogue.ts';
import { CUTTER } from '../src/index/cutter.ts';
import { type IndexPorts, indexCase, indexReceived } from '../src/index/index-case.ts';
import { type People, peopleOver } from '../src/index/people.ts';
import { type Shelf, shelfOver } from '../src/index/shelf.ts';
import { receivedOf } from '../src/rule/received.ts';
import { openStore, type Store } from '../src/store.ts';
import { CODE, receivedPackage, SENDER } from './elsewhere.ts';
import { placesHolding, type StoredCase, storedCase } from './stored.ts';

let database: OwnDatabase;
let store: Store;
let people: People;
let shelf: Shelf;
let catalogue: Catalogue;
let ports: IndexPorts;
const cases: StoredCase[] = [];

const put = ({ link }: StoredCase) => indexCase(ports, link.body, link.body.index);
const foundBy = async (query: string): Promise<string[]> =>
  (await catalogue.search(query, 1)).found.map((one) => one.case).sort();
const WHO: Identity = { type: '111', number: '11010519491231002X' };

beforeAll(async () => {
  database = await ownDatabase('services/6-use');
  store = openStore(database.url);
  people = peopleOver(store.door, Buffer.alloc(32, 7));
  shelf = shelfOver(store.door, people);
  catalogue = catalogueOver(store.door);
  for (const [i, wishes] of [
    { matter: 0, materialName: '执业注册申请审核表', closedAt: '2026-03-05T09:30:00Z' },
    {
      matter: 1,
      materialName: '建设工程设计方案总平面图',
      closedAt: '2026-04-05T09:30:00Z',
      opinion: '同意 虎门镇 滨海大道 地块',
    },
    { matter: 2, form: false as const, materialName: "O'Neil 100% 证明_原件\\副本", closedAt: '2026-05-05T09:30:00Z' },
  ].entries())
    cases.push(await storedCase({ ...wishes, case: `USE-INT-000${i + 1}`, number: i + 1 }));
  ports = { holdings: { places: await placesHolding(...cases), spoolFolder: '/tmp', copyFailed: () => {} }, shelf };
  for (const one of cases) await put(one);
});
afterAll(async () => {
  await store?.close();
  await database?.drop();
});

const [FIRST, SECOND, THIRD] = ['USE-INT-0001', 'USE-INT-0002', 'USE-INT-0003'];
const ALL = [FIRST, SECOND, THIRD];

describe('a search in Chinese', () => {
  it.each([
    ['a word of a material', '平面图', [SECOND]],
    ['a part of a word of a material', '计方案总平', [SECOND]],
    ['a word of an opinion', '滨海大道', [SECOND]],
    ['a word of every case', '受理通知书', ALL],
    ['two words, wherever they stand', '平面图 滨海大道', [SECOND]],
    ['two words of which one is of another case', '平面图 审核', []],
    ['a word that is nowhere', '不动产', []],
    ['half a word and a whole one', '面图 地块', [SECOND]],
    ['a single character', '图', [SECOND]],
    ['two characters that are no word', '案总', [SECOND]],
    ['a sign that is neither letter nor number', '%', [THIRD]],
    ['full-width letters', 'ＮＥＩＬ', [THIRD]],
    ['a quote', "o'neil", [THIRD]],
    ['signs that mean something to LIKE', '100%', [THIRD]],
    ['an underscore that stands for itself', '明_原', [THIRD]],
    ['an underscore that would stand for anything', 'ne_l', []],
    ['a backslash', '原件\\副', [THIRD]],
    ['signs that mean something to a tsquery', '平面图 & ! | ( ) : *', []],
    ['SQL', "'; DROP TABLE indexed_case; --", []],
    ['nothing but signs', '、。!', []],
    ['a case number', 'USE-INT-0002', [SECOND]],
    ['a part of a case number', 'int-000', ALL],
  ])('finds %s', async (_, query, expected) => {
    expect(await foundBy(query)).toEqual(expected);
  });

  it('finds a case by its 档号 and by a part of it', async () => {
    const code = cases[1]!.link.body.referenceCode;
    expect(await foundBy(code)).toEqual([SECOND]);
    expect(await foundBy(code.slice(3, 12))).toContain(SECOND);
  });

  it('gives the newest first, says how many there are, and which materials it is about', async () => {
    const { total, found } = await catalogue.search('受理通知书', 1);
    expect(total).toBe(3);
    expect(found.map((one) => one.case)).toEqual([THIRD, SECOND, FIRST]);
    expect(found[0]).toMatchObject({
      referenceCode: cases[2]!.link.body.referenceCode,
      matter: cases[2]!.link.body.index.head.matter.name,
      closedAt: '2026-05-05T09:30:00.000Z',
      outcome: 'granted',
      files: cases[2]!.link.body.index.files.length,
      materials: ['受理通知书'],
    });
    expect((await catalogue.search('受理通知书', 2)).found).toEqual([]);
  });

  it('finds people by their names, together with words of their cases', async () => {
    expect(await foundBy('欧阳')).toEqual([FIRST, SECOND]);
    expect(await foundBy('欧阳 平面图')).toEqual([SECOND]);
    for (const part of ['欧阳𠮷', '阳𠮷', '𠮷', '欧']) expect(await foundBy(part)).toEqual([FIRST, SECOND]);
  });

  it('finds nobody by a number, an address or a phone', async () => {
    for (const secret of ['11010519491231002X', '13800138000', '虎门镇某路1号'])
      expect(await foundBy(secret)).toEqual([]);
  });
});

describe('an entry', () => {
  it('tells of the case, its files and its people', async () => {
    const entry = (await catalogue.entry(FIRST))!;
    const { index, referenceCode } = cases[0]!.link.body;
    expect(entry).toMatchObject({
      case: FIRST,
      referenceCode,
      matter: index.head.matter.name,
      region: '441900',
      acceptedAt: '2026-03-01T01:05:00.000Z',
      year: 2026,
      scheme: index.head.scheme,
      people: [{ role: 'applicant', name: '欧阳𠮷 & <子>' }],
      forgottenAt: null,
    });
    expect(entry.sharing).toMatch(/^(unconditional|conditional|none)$/);
    expect(entry.files).toEqual(index.files);
    expect(await catalogue.entry('NOBODY-0001')).toBeUndefined();
  });

  it('is the same after it was indexed again, and says what cut its words', async () => {
    const [before, count] = [await catalogue.entry(FIRST), await rows()];
    const facts = await put(cases[0]!);
    expect(facts.cutter).toBe(CUTTER);
    expect(await put(cases[0]!)).toEqual(facts);
    expect(await catalogue.entry(FIRST)).toEqual(before);
    expect(await rows()).toEqual(count);
    expect(await shelf.cutterOf(FIRST)).toBe(CUTTER);
    expect(await shelf.cutterOf('NOBODY-0001')).toBeUndefined();
  });

  it('is written by two at once without a trace of that', async () => {
    const count = await rows();
    await Promise.all([put(cases[1]!), put(cases[1]!), put(cases[1]!)]);
    expect(await rows()).toEqual(count);
  });
});

describe('what is somebody’s', () => {
  it('is found by the number they prove to be theirs, which the index does not hold', async () => {
    expect(await people.casesOf(WHO)).toEqual([
      { case: SECOND, role: 'applicant' },
      { case: FIRST, role: 'applicant' },
    ]);
    expect(await people.casesOf({ ...WHO, number: '11010519491231002x' })).toHaveLength(2);
    expect(await people.casesOf({ type: '111', number: '110105194912310038' })).toEqual([]);
    const dump = JSON.stringify(await store.door.query('SELECT t::text AS row FROM person t'));
    expect(dump).not.toContain('11010519491231002');
  });

  it('is found under the key it was marked with and under no other', async () => {
    expect(await peopleOver(store.door, Buffer.alloc(32, 8)).casesOf(WHO)).toEqual([]);
  });

  it('is what the chain says is theirs: the subject of their request opens the commitment of the case', async () => {
    expect(await people.subjectIn(FIRST, WHO)).toBe(cases[0]!.link.body.index.head.applicant.reference);
    expect(await people.subjectIn(FIRST, { type: '111', number: '110105194912310038' })).toBe(
      commitmentTo(cases[0]!.form.salt, { type: '111', number: '110105194912310038' }),
    );
    expect(await people.subjectIn(THIRD, WHO)).toBeUndefined();
  });
});

describe('forgetting', () => {
  it('takes the people of a case out of the index, with name, mark and salt, and leaves the case', async () => {
    expect(await shelf.forget(FIRST, new Date('2060-01-01T00:00:00Z'))).toBe(true);
    expect(await foundBy('欧阳')).toEqual([SECOND]);
    expect(await people.casesOf(WHO)).toEqual([{ case: SECOND, role: 'applicant' }]);
    expect(await people.subjectIn(FIRST, WHO)).toBeUndefined();
    expect(await catalogue.entry(FIRST)).toMatchObject({ people: [], forgottenAt: '2060-01-01T00:00:00.000Z' });
    expect(await foundBy('审核')).toEqual([FIRST]);
    for (const table of ['indexed_case', 'indexed_file', 'personal_entry', 'person']) {
      const left = await store.door.query(`SELECT t::text AS row FROM ${table} t WHERE case_number = $1`, FIRST);
      expect(JSON.stringify(left)).not.toMatch(/欧阳|5a5a5a5a/);
      if (table.startsWith('person')) expect(left).toEqual([]);
    }
  });

  it('is for ever: indexing the case again remembers nobody', async () => {
    await put(cases[0]!);
    expect(await foundBy('欧阳')).toEqual([SECOND]);
    expect(await catalogue.entry(FIRST)).toMatchObject({ people: [], forgottenAt: '2060-01-01T00:00:00.000Z' });
  });

  it('twice is harmless, and of a case nobody knows there is nothing to forget', async () => {
    expect(await shelf.forget(FIRST, new Date('2070-01-01T00:00:00Z'))).toBe(true);
    expect(await catalogue.entry(FIRST)).toMatchObject({ forgottenAt: '2060-01-01T00:00:00.000Z' });
    expect(await shelf.forget('NOBODY-0001', new Date())).toBe(false);
  });
});

const rows = (): Promise<unknown[]> =>
  store.door.query(
    `SELECT (SELECT count(*) FROM indexed_case)::int AS cases, (SELECT count(*) FROM indexed_file)::int AS files,
       (SELECT count(*) FROM personal_entry)::int AS entries, (SELECT count(*) FROM person)::int AS people`,
  );

describe('a package from elsewhere', () => {
  const indexed = async () => {
    const one = await receivedPackage(Buffer.from('%PDF-1.7 申请表'));
    const holdings = { places: one.places, spoolFolder: '/tmp', copyFailed: () => {} };
    const again = () => indexReceived({ holdings, shelf }, receivedOf(one.link));
    await again();
    return { number: one.number, again };
  };

  it('is found by number, code, sender, what its metadata says and the names of its files, and shared with nobody', async () => {
    const { number } = await indexed();
    for (const query of [number, CODE, SENDER, '王小明', '执业注册', '王', '申请表'])
      expect(await foundBy(query), query).toContain(number);
    expect(await catalogue.entry(number)).toMatchObject({
      ...{ referenceCode: CODE, kind: 'received', outcome: 'received', sharing: 'none', people: [] },
      described: [{ zh: '办件名称', value: '王小明的医师执业注册' }],
      files: [{ path: 'package/1', title: '申请表.pdf', group: 'received' }],
    });
    expect(await people.subjectIn(number, WHO)).toBeUndefined();
  });

  it('is forgotten as to what may name people, and not remembered by indexing it again', async () => {
    const { number, again } = await indexed();
    expect(await shelf.forget(number, new Date())).toBe(true);
    for (const look of [async () => {}, again]) {
      await look();
      expect(await foundBy('王小明')).toEqual([]);
      expect(await foundBy(CODE)).toEqual([number]);
      expect(await catalogue.entry(number)).toMatchObject({
        described: [],
        files: [{ path: 'package/1', title: 'package/1' }],
      });
    }
  });
});
