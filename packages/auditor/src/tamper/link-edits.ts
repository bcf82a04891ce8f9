import { type AnyLink, linkHeaders } from '@guidang/contracts';
import type { Chance } from './chance.ts';
import type { EditableLog, PlacedLink } from './editable-log.ts';

type Json = { [name: string]: unknown };

/** Writes a link in the place of another, with the headers that belong to it. */
export function putLink(dump: EditableLog, { at, record }: PlacedLink, link: AnyLink): void {
  dump.replace(at, {
    key: Buffer.from(link.case),
    value: Buffer.from(JSON.stringify(link)),
    headers: { ...record.headers, ...written(linkHeaders(link)) },
  });
}

/** A header is text, and what is not there is not written: whatever was made of the link. */
const written = (headers: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value == null ? [] : [[name, String(value)]])),
  );

/** Ways in which somebody changes one field. */
const FIELDS: readonly ((link: Json, chance: Chance) => void)[] = [
  (link) => {
    link.time = new Date(Date.parse(String(link.time)) + 1_000).toISOString();
  },
  (link) => {
    (link.decider as Json).software = '9.9.9';
  },
  (link) => {
    link.id = String(link.id).replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
  },
  (link) => {
    link.seq = Number(link.seq) + 1;
  },
  (link) => {
    (link.input as Json).offset = Number((link.input as Json).offset) + 1;
  },
  (link) => {
    (link.input as Json).sha256 = flipped(String((link.input as Json).sha256));
  },
  (link) => {
    link.previous = link.previous === null ? '0'.repeat(64) : flipped(String(link.previous));
  },
  (link, chance) => changeLeaf(link.body as Json, chance),
  (link, chance) => changeLeaf(link.facts as Json, chance),
];

export const editField = (link: AnyLink, chance: Chance): AnyLink => {
  const changed = structuredClone(link) as unknown as Json;
  chance.pick(FIELDS)(changed, chance);
  return changed as unknown as AnyLink;
};

/** Changes what was decided and nothing else. */
export const editDecision = (link: AnyLink, chance: Chance): AnyLink => {
  const changed = structuredClone(link);
  changeLeaf(changed.body, chance);
  return changed;
};

/** Changes the facts so that another decision follows, and leaves the decision. */
export function editFacts(link: AnyLink): AnyLink | undefined {
  const changed = structuredClone(link);
  const facts = changed.facts as { [name: string]: never };
  const set = (path: readonly (string | number)[], change: (old: never) => unknown): boolean => {
    let at: { [name: string | number]: never } | undefined = facts;
    for (const step of path.slice(0, -1)) at = at?.[step];
    const last = path.at(-1)!;
    if (!at || at[last] === undefined || at[last] === null) return false;
    at[last] = change(at[last]) as never;
    return true;
  };
  const done =
    set(['files', 0, 'scan', 'verdict'], () => 'infected') ||
    set(['files', 0, 'size'], (size: number) => size + 1) ||
    set(['chain', 'size'], (size: number) => size + 1) ||
    set(['checks', 0, 'ok'], () => false) ||
    set(['number'], (number: number) => number + 1) ||
    set(['copy', 'size'], (size: number) => size + 1) ||
    set(['files'], (files: unknown) => (typeof files === 'number' ? files + 1 : files));
  return done && JSON.stringify(changed) !== JSON.stringify(link) ? changed : undefined;
}

export const flipped = (hexadecimal: string): string =>
  `${hexadecimal.startsWith('0') ? '1' : '0'}${hexadecimal.slice(1)}`;

/** Changes one text, number or truth somewhere inside, in a way that keeps its shape as well as may be. */
function changeLeaf(value: Json, chance: Chance): void {
  const leaves: { holder: Json; name: string }[] = [];
  const walk = (holder: Json): void => {
    for (const [name, child] of Object.entries(holder)) {
      if (child !== null && typeof child === 'object') walk(child as Json);
      else if (child !== null) leaves.push({ holder, name });
    }
  };
  walk(value);
  if (leaves.length === 0) {
    value.added = true;
    return;
  }
  const { holder, name } = chance.pick(leaves);
  const old = holder[name];
  if (typeof old === 'number') holder[name] = old + 1;
  else if (typeof old === 'boolean') holder[name] = !old;
  else holder[name] = changedText(String(old));
}

/** A digit for a digit, a letter for a letter, at the end. */
function changedText(text: string): string {
  const last = text.at(-1) ?? '';
  const other = /\d/.test(last) ? String((Number(last) + 1) % 10) : last === 'a' ? 'b' : 'a';
  return text.slice(0, -1) + other;
}
