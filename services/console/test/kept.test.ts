import { describe, expect, it } from 'vitest';
import { drop, intoForm, keep, keptForms, keptOf, type Shelf, sweep } from '../web/src/app/kept.ts';
import { fileOf, keptFile, MOST_KEPT_BYTES } from '../web/src/pages/registry/matters/kept-file.ts';

const shelf = (room = Number.POSITIVE_INFINITY): Shelf => {
  const lying = new Map<string, string>();
  return {
    get length() {
      return lying.size;
    },
    key: (at) => [...lying.keys()][at] ?? null,
    getItem: (key) => lying.get(key) ?? null,
    removeItem: (key) => void lying.delete(key),
    setItem: (key, value) => {
      if (value.length > room) throw new Error('QuotaExceededError');
      lying.set(key, value);
    },
  };
};
const typed = { content: { retention: 'D30' }, over: 3, at: '2026-11-25T01:00:00Z' };

describe('what was typed and not saved', () => {
  it('is there again after a session that ended, with the version it was typed over, until it is saved', () => {
    const one = shelf();
    expect(keep(one, 'filer', 'draft.a', typed)).toBe(true);
    expect(keptOf(one, 'filer', 'draft.a')).toEqual(typed);
    drop(one, 'filer', 'draft.a');
    expect(keptOf(one, 'filer', 'draft.a')).toBeUndefined();
  });
  it('is offered to nobody else and in no other form', () => {
    const one = shelf();
    keep(one, 'filer', 'draft.a', typed);
    expect(keptOf(one, 'archivist', 'draft.a')).toBeUndefined();
    expect(keptOf(one, 'filer', 'draft.b')).toBeUndefined();
  });
  it('is found by how its form’s name begins, so that a page opens the form again', () => {
    const one = shelf();
    for (const form of ['department.new', 'department.b', 'giving.a']) keep(one, 'admin', form, typed);
    keep(one, 'admin.b', 'department.c', typed);
    expect(keptForms(one, 'admin', 'department.').sort()).toEqual(['department.b', 'department.new']);
  });
  it('says so where the browser has no room', () => expect(keep(shelf(10), 'filer', 'draft.a', typed)).toBe(false));
  it.each(['', '{', 'null', '7', '{"content":1,"over":1}', '{"content":null,"over":1}', '{"content":{}}'])(
    'is nothing where it reads %j',
    (written) => {
      const one = shelf();
      one.setItem('guidang.form:filer:draft.a', written);
      expect(keptOf(one, 'filer', 'draft.a')).toBeUndefined();
    },
  );
});

describe('what may name a person', () => {
  it('is gone when somebody signs out, and before somebody else begins; what is not ours stays', () => {
    const one = shelf();
    one.setItem('other', 'x');
    for (const who of ['a', 'a.b', 'b']) keep(one, who, 'parked.1', typed);
    sweep(one, 'a');
    expect(['a', 'a.b', 'b'].map((who) => keptOf(one, who, 'parked.1') !== undefined)).toEqual([true, false, false]);
    sweep(one);
    expect(one.length).toBe(1);
    expect(one.getItem('other')).toBe('x');
  });
});

describe('a form that has changed since something was kept for it', () => {
  const empty = { name: '', position: 0, parent: null as string | null };
  it.each<[string, object, object]>([
    ['takes what fits', { name: '局', position: 3, parent: 'p' }, { name: '局', position: 3, parent: 'p' }],
    ['leaves out a field it no longer has', { name: '局', fax: '1' }, { ...empty, name: '局' }],
    ['leaves a field empty that was something else', { name: ['x'], position: '3' }, empty],
  ])('%s', (_, kept, filled) => expect(intoForm(empty, kept)).toEqual(filled));
});

describe('a chosen file', () => {
  it('comes back with its name and its bytes, of whatever kind they are', async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => at % 256);
    const back = fileOf((await keptFile(new File([bytes], '事项.xlsx')))!)!;
    expect(back.name).toBe('事项.xlsx');
    expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true);
  });
  it('is to be chosen again where it is too large to be kept', async () =>
    expect(await keptFile(new File([new Uint8Array(MOST_KEPT_BYTES + 1)], 'a.csv'))).toBeUndefined());
  it.each([[{ name: '', bytes: '' }], [{ name: 'a.csv', bytes: '#' }]])('is none where %j is kept', (kept) =>
    expect(fileOf(kept)).toBeUndefined(),
  );
});
