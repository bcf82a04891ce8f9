import type { Chance } from './chance.ts';

/** A place in a JSON value: names of members and positions in lists. */
export type JsonPath = readonly (string | number)[];
type Json = { [name: string | number]: unknown };

/** Every place at which something stands, containers as well, each after those it lies in. */
export function placesOf(value: unknown, at: JsonPath = []): JsonPath[] {
  if (value === null || typeof value !== 'object') return [at];
  const inside = Object.entries(value).flatMap(([name, child]) =>
    placesOf(child, [...at, Array.isArray(value) ? Number(name) : name]),
  );
  return at.length === 0 ? inside : [at, ...inside];
}

/** The same place whatever its position in a list: what kind of field it is. */
export const kindOfPlace = (path: JsonPath): string =>
  path
    .map((step) => (typeof step === 'number' ? '[]' : step))
    .join('.')
    .replaceAll('.[]', '[]');

/** Letters that look like others: Cyrillic, Greek, full width. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  o: 'о',
  p: 'р',
  x: 'х',
  A: 'Α',
  B: 'Β',
  C: 'С',
  E: 'Е',
  '0': '０',
  '1': '１',
  '-': '‐',
  ':': '：',
  ',': '，',
};

/** A way of changing what stands at a place. Undefined where it cannot be done there. */
export interface JsonEdit {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  apply(holder: Json, name: string | number, chance: Chance): boolean;
}

const onText =
  (change: (text: string, chance: Chance) => string | undefined): JsonEdit['apply'] =>
  (holder, name, chance) => {
    const old = holder[name];
    if (typeof old !== 'string') return false;
    const text = change(old, chance);
    if (text === undefined || text === old) return false;
    holder[name] = text;
    return true;
  };

export const JSON_EDITS: readonly JsonEdit[] = [
  {
    name: 'value',
    zh: '改值',
    en: 'another value',
    apply(holder, name, chance) {
      const old = holder[name];
      if (typeof old === 'string') {
        if (old === '') holder[name] = 'x';
        else {
          const at = chance.below(old.length);
          const letter = old[at]!;
          const other = /\d/.test(letter) ? String((Number(letter) + 1) % 10) : letter === 'a' ? 'b' : 'a';
          holder[name] = old.slice(0, at) + other + old.slice(at + 1);
        }
      } else if (typeof old === 'number') holder[name] = old + 1;
      else if (typeof old === 'boolean') holder[name] = !old;
      else if (old === null) holder[name] = 'x';
      else return false;
      return true;
    },
  },
  {
    name: 'type',
    zh: '改类型',
    en: 'another type',
    apply(holder, name) {
      const old = holder[name];
      if (typeof old === 'number' || typeof old === 'boolean') holder[name] = String(old);
      else if (typeof old === 'string' && /^\d+$/.test(old)) holder[name] = Number(old);
      else if (old !== null && typeof old === 'object') holder[name] = null;
      else holder[name] = [old];
      return true;
    },
  },
  {
    name: 'number',
    zh: '数值微改',
    en: 'a number by another of its kind',
    apply(holder, name, chance) {
      const old = holder[name];
      if (typeof old !== 'number') return false;
      holder[name] = chance.pick([old - 1, -old - 1, old + 0.5, old * 10 + 1, 2 ** 53]);
      return true;
    },
  },
  {
    name: 'look-alike',
    zh: '形近字符',
    en: 'a letter that looks alike',
    apply: onText((text, chance) => {
      const at = [...text].flatMap((letter, i) => (LOOK_ALIKES[letter] ? [i] : []));
      if (at.length === 0) return undefined;
      const place = chance.pick(at);
      const letters = [...text];
      letters[place] = LOOK_ALIKES[letters[place]!]!;
      return letters.join('');
    }),
  },
  { name: 'space', zh: '值内空白', en: 'white space in a text', apply: onText((text) => `${text} `) },
  {
    name: 'case',
    zh: '大小写',
    en: 'small and capital letters',
    apply: onText((text) => (text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase())),
  },
  {
    name: 'cut',
    zh: '截短',
    en: 'a text or list cut short',
    apply(holder, name) {
      const old = holder[name];
      if (typeof old !== 'string' && !Array.isArray(old)) return false;
      if (old.length === 0) return false;
      holder[name] = old.slice(0, -1);
      return true;
    },
  },
  {
    name: 'empty',
    zh: '置空',
    en: 'null',
    apply(holder, name) {
      if (holder[name] === null) return false;
      holder[name] = null;
      return true;
    },
  },
  {
    name: 'remove',
    zh: '删除成员',
    en: 'a member taken out',
    apply(holder, name) {
      if (Array.isArray(holder)) holder.splice(Number(name), 1);
      else delete holder[name];
      return true;
    },
  },
  {
    name: 'double',
    zh: '重复列表项',
    en: 'an item of a list doubled',
    apply(holder, name) {
      if (!Array.isArray(holder)) return false;
      holder.splice(Number(name), 0, holder[Number(name)]);
      return true;
    },
  },
  {
    name: 'add',
    zh: '增加成员',
    en: 'a member put in',
    apply(holder, name) {
      const old = holder[name];
      if (old === null || typeof old !== 'object' || Array.isArray(old)) return false;
      (old as Json).added = true;
      return true;
    },
  },
  {
    name: 'order',
    zh: '调换成员次序',
    en: 'members in another order',
    apply(holder, name) {
      const old = holder[name];
      if (old === null || typeof old !== 'object') return false;
      if (Array.isArray(old)) {
        if (old.length < 2 || JSON.stringify(old[0]) === JSON.stringify(old.at(-1))) return false;
        holder[name] = old.toReversed();
      } else {
        const members = Object.entries(old);
        if (members.length < 2) return false;
        holder[name] = Object.fromEntries(members.toReversed());
      }
      return true;
    },
  },
];

/** A copy of the value with what stands at the place changed; undefined where this edit cannot be done there. */
export function editedAt(value: unknown, path: JsonPath, edit: JsonEdit, chance: Chance): unknown | undefined {
  const copy = structuredClone(value) as Json;
  let holder: Json = copy;
  for (const step of path.slice(0, -1)) holder = holder[step] as Json;
  return edit.apply(holder, path.at(-1)!, chance) ? copy : undefined;
}
