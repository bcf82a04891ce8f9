import type { SqlDoor } from '@guidang/stream';
import type { Settings } from './scheme/settings.ts';
import { addDepartment, allDepartments, changeDepartment, type Department } from './tables/departments.ts';
import { contentOf, findMatters, type Matter, takeMatters } from './tables/matters.ts';
import {
  addTemplate,
  allDefaults,
  allTemplates,
  changeDefaults,
  changeTemplate,
  defaultsBy,
  type Template,
} from './tables/settings.ts';
import type { By } from './tables/versioned.ts';

/** The whole configuration as one file. The routes check what is in it by the same shapes as everything that comes in. */
export interface Bundle {
  readonly departments: readonly Department[];
  readonly defaults: readonly { readonly scope: string; readonly content: Settings }[];
  readonly templates: readonly Template[];
  readonly matters: readonly Matter[];
}

/** What taking a bundle in did. */
export interface BundleTaken {
  readonly changes: readonly {
    readonly target: { type: string; id: string; department: string | null };
    readonly before?: unknown;
    readonly after: unknown;
  }[];
  readonly unchanged: number;
}

export async function exportBundle(tx: SqlDoor): Promise<Bundle> {
  const departments = (await allDepartments(tx)).map(({ id, kind, name, parent, fonds, position, active }) => ({
    ...{ id, kind, name, parent, fonds, position, active },
  }));
  const { items } = await findMatters(tx, { limit: 100_000 });
  return {
    departments,
    defaults: (await allDefaults(tx)).map(({ scope, content }) => ({ scope, content })),
    templates: (await allTemplates(tx)).map(({ id, name, note, content }) => ({ id, name, note, content })),
    matters: items.map(contentOf),
  };
}

/** Parents before what is below them. */
function inOrder(departments: readonly Department[]): Department[] {
  const byId = new Map(departments.map((one) => [one.id, one]));
  const placed = new Map<string, Department>();
  const place = (one: Department, above: ReadonlySet<string>): void => {
    const parent = one.parent === null || above.has(one.id) ? undefined : byId.get(one.parent);
    if (parent && !placed.has(parent.id)) place(parent, new Set([...above, one.id]));
    placed.set(one.id, one);
  };
  for (const one of departments) if (!placed.has(one.id)) place(one, new Set());
  return [...placed.values()];
}

/** Whether two values say the same, in whatever order their members stand. */
export const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inside]) => [name, sorted(inside)]),
  );
};

/** Takes a bundle in, all of it or nothing: what is new is added, what is there becomes what the bundle says, what it does not name stays. */
export async function importBundle(tx: SqlDoor, bundle: Bundle, by: By): Promise<BundleTaken> {
  const changes: BundleTaken['changes'][number][] = [];
  let unchanged = 0;
  const there = new Map((await allDepartments(tx)).map((one) => [one.id, one]));
  for (const department of inOrder(bundle.departments)) {
    const before = there.get(department.id);
    const target = { type: 'department', id: department.id, department: department.id };
    if (before === undefined) changes.push({ target, after: await addDepartment(tx, department, by) });
    else {
      const { version: _v, changedAt: _a, changedBy: _b, ...content } = before;
      if (same(content, department)) unchanged += 1;
      else changes.push({ target, before, after: await changeDepartment(tx, department, before.version, by) });
    }
  }
  for (const { scope, content } of bundle.defaults) {
    const before = await defaultsBy(tx, scope);
    const target = { type: 'defaults', id: scope, department: scope === 'city' ? null : scope };
    if (before.version > 0 && same(before.content, content)) unchanged += 1;
    else
      changes.push({
        target,
        before: before.content,
        after: (await changeDefaults(tx, scope, content, before.version, by)).content,
      });
  }
  const templates = new Map((await allTemplates(tx)).map((one) => [one.id, one]));
  for (const template of bundle.templates) {
    const before = templates.get(template.id);
    const target = { type: 'template', id: template.id, department: null };
    if (before === undefined) changes.push({ target, after: await addTemplate(tx, template, by) });
    else if (
      same(
        { name: before.name, note: before.note, content: before.content },
        { name: template.name, note: template.note, content: template.content },
      )
    )
      unchanged += 1;
    else changes.push({ target, before, after: await changeTemplate(tx, template, before.version, by) });
  }
  const taken = await takeMatters(tx, bundle.matters, by);
  const matterTarget = ({ code, department }: Matter) => ({ type: 'matter', id: code, department });
  changes.push(...taken.added.map((after) => ({ target: matterTarget(after), after })));
  changes.push(...taken.changed.map(({ before, after }) => ({ target: matterTarget(after), before, after })));
  return { changes, unchanged: unchanged + taken.unchanged };
}
