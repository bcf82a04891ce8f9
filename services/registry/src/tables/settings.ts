import type { SqlDoor } from '@guidang/stream';
import type { Settings } from '../scheme/settings.ts';
import { type By, MovedOn, one, type Versioned, type VersionedRow, versionedOf } from './versioned.ts';

/** Defaults of the city (`city`) or of a department (its id). */
export type DefaultsEntry = { readonly scope: string; readonly content: Settings } & Versioned;
interface DefaultsRow extends VersionedRow {
  scope: string;
  content: Settings;
}
const defaultsOf = (row: DefaultsRow): DefaultsEntry => ({
  scope: row.scope,
  content: row.content,
  ...versionedOf(row),
});
const NEVER: Versioned = { version: 0, changedAt: '1970-01-01T00:00:00.000Z', changedBy: null };

/** Empty, version 0, where nobody has said anything yet. */
export async function defaultsBy(tx: SqlDoor, scope: string): Promise<DefaultsEntry> {
  const row = await one<DefaultsRow>(tx, 'SELECT * FROM defaults WHERE scope = $1', scope);
  return row ? defaultsOf(row) : { scope, content: {}, ...NEVER };
}
export const allDefaults = async (tx: SqlDoor): Promise<DefaultsEntry[]> =>
  (await tx.query<DefaultsRow>('SELECT * FROM defaults ORDER BY scope')).map(defaultsOf);

/** @param version 0 where there was none */
export async function changeDefaults(
  tx: SqlDoor,
  scope: string,
  content: Settings,
  version: number,
  by: By,
): Promise<DefaultsEntry> {
  const row =
    version === 0
      ? await one<DefaultsRow>(
          tx,
          'INSERT INTO defaults (scope, content, version, changed_at, changed_by) VALUES ($1, $2::jsonb, 1, $3, $4) ON CONFLICT (scope) DO NOTHING RETURNING *',
          ...[scope, JSON.stringify(content), by.at, by.account],
        )
      : await one<DefaultsRow>(
          tx,
          'UPDATE defaults SET content = $2::jsonb, version = version + 1, changed_at = $3, changed_by = $4 WHERE scope = $1 AND version = $5 RETURNING *',
          ...[scope, JSON.stringify(content), by.at, by.account, version],
        );
  if (row === undefined) throw new MovedOn(await defaultsBy(tx, scope));
  return defaultsOf(row);
}

/** 模板: settings that drafts are begun with. */
export interface Template {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly content: Settings;
}
export type TemplateEntry = Template & Versioned;
interface TemplateRow extends VersionedRow, Template {}
const templateOf = (row: TemplateRow): TemplateEntry => ({
  ...{ id: row.id, name: row.name, note: row.note, content: row.content, ...versionedOf(row) },
});

export const allTemplates = async (tx: SqlDoor): Promise<TemplateEntry[]> =>
  (await tx.query<TemplateRow>('SELECT * FROM template ORDER BY id')).map(templateOf);
export const templateById = async (tx: SqlDoor, id: string): Promise<TemplateEntry | undefined> => {
  const row = await one<TemplateRow>(tx, 'SELECT * FROM template WHERE id = $1', id);
  return row && templateOf(row);
};
export async function addTemplate(tx: SqlDoor, { id, name, note, content }: Template, by: By): Promise<TemplateEntry> {
  const row = await one<TemplateRow>(
    tx,
    'INSERT INTO template (id, name, note, content, version, changed_at, changed_by) VALUES ($1, $2, $3, $4::jsonb, 1, $5, $6) RETURNING *',
    ...[id, name, note, JSON.stringify(content), by.at, by.account],
  );
  return templateOf(row!);
}
export async function changeTemplate(tx: SqlDoor, template: Template, version: number, by: By): Promise<TemplateEntry> {
  const { id, name, note, content } = template;
  const row = await one<TemplateRow>(
    tx,
    'UPDATE template SET name = $2, note = $3, content = $4::jsonb, version = version + 1, changed_at = $5, changed_by = $6 WHERE id = $1 AND version = $7 RETURNING *',
    ...[id, name, note, JSON.stringify(content), by.at, by.account, version],
  );
  if (row === undefined) throw new MovedOn((await templateById(tx, id))!);
  return templateOf(row);
}
export async function dropTemplate(tx: SqlDoor, id: string, version: number): Promise<TemplateEntry> {
  const row = await one<TemplateRow>(
    tx,
    'DELETE FROM template WHERE id = $1 AND version = $2 RETURNING *',
    id,
    version,
  );
  if (row === undefined) throw new MovedOn((await templateById(tx, id))!);
  return templateOf(row);
}
