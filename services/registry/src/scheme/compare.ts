import type { Scheme } from '@guidang/contracts';

/** One difference between two schemes. */
export interface Difference {
  /** Path by codes, not by places in lists: `items.A01.formats`, `retention`, `metadata.elements.title.obligation`. */
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before: unknown;
  readonly after: unknown;
}

/** Fields that say which version it is, and not what it says. */
const FRAME = new Set(['type', 'contract', 'version', 'origins']);

/** Lists whose members have a code: a member that moved is the same member. */
const codeOf = (value: unknown): string | undefined => {
  const { code, id } = (value ?? {}) as { code?: unknown; id?: unknown };
  return typeof code === 'string' ? code : typeof id === 'string' ? id : undefined;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** A list of members with codes as members by code; anything else as it is. */
function byCode(value: unknown): unknown {
  if (!Array.isArray(value) || value.length === 0) return value;
  const codes = value.map(codeOf);
  return codes.every((code) => code !== undefined) && new Set(codes).size === codes.length
    ? Object.fromEntries(value.map((one, at) => [codes[at]!, one]))
    : value;
}

/** What the second says otherwise than the first, in the order of paths. Pure. */
export function compare(first: Scheme, second: Scheme): Difference[] {
  const found: Difference[] = [];
  const walk = (path: string, a: unknown, b: unknown): void => {
    const [before, after] = [byCode(a), byCode(b)];
    if (before === undefined && after === undefined) return;
    if (before === undefined) found.push({ path, kind: 'added', before: null, after: b });
    else if (after === undefined) found.push({ path, kind: 'removed', before: a, after: null });
    else if (isObject(before) && isObject(after)) {
      for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
        if (path !== '' || !FRAME.has(key)) walk(path === '' ? key : `${path}.${key}`, before[key], after[key]);
    } else if (JSON.stringify(before) !== JSON.stringify(after))
      found.push({ path, kind: 'changed', before: a, after: b });
  };
  walk('', first, second);
  return found.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
