import { randomUUID } from 'node:crypto';
import { CHANGING, SAFE, visitOf } from '@guidang/access';
import { z } from 'zod';
import { checkMatters, type RowFault } from '../../sheet/check-matters.ts';
import { type ErrorSheet, errorCsv, errorWorkbook } from '../../sheet/error-sheet.ts';
import { readTable, SHEET_TYPES, type SheetType } from '../../sheet/read.ts';
import { type Table, UnreadableSheet } from '../../sheet/table.ts';
import { allDepartments } from '../../tables/departments.ts';
import { takeMatters } from '../../tables/matters.ts';
import { one } from '../../tables/versioned.ts';
import { byOf, record } from '../change.ts';
import type { Door, RegistryPorts } from '../door.ts';
import { notFound, Problem, problems } from '../problem.ts';
import { matterTarget } from './matters.ts';

const MOST_BYTES = 8 * 1024 * 1024;
const KEPT_MS = 24 * 3_600_000;
/** As many faults as a screen shows; the sheet has all. */
const MOST_SHOWN = 100;

const Outcome = z
  .object({
    added: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
    dryRun: z.boolean().describe('true: nothing was written'),
  })
  .describe('what the import did');

/** Import of the national list of matters: all or nothing, each fault by row, field, rule and how to mend it. */
export async function importRoutes(app: Door, ports: RegistryPorts): Promise<void> {
  const { store, log, now } = ports;
  await app.register(async (scope) => {
    const room = scope as Door;
    room.removeAllContentTypeParsers();
    for (const type of Object.keys(SHEET_TYPES))
      room.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) =>
        done(null, body),
      );
    room.post(
      '/v1/matters/imports',
      {
        config: { access: { action: 'matter.edit' } },
        schema: {
          operationId: 'importMatters',
          tags: ['catalogue'],
          summary: '导入事项清单 / import the list of matters',
          description:
            'CSV (UTF-8 or GB 18030), XLSX or JSON, with the columns of the national list (task_code, task_name, task_type, dept_code, …) or their Chinese names. All rows are taken, or none: ' +
            'then 422 names the faults and `sheet`, under which the error sheet lies for a day.',
          security: CHANGING,
          consumes: Object.keys(SHEET_TYPES),
          querystring: z.object({ dryRun: z.stringbool().default(false).describe('check, and write nothing') }),
          body: z.any().describe('the file'),
          response: { 200: Outcome, ...problems },
        },
      },
      async (request) => {
        const { principal, scope: covered } = visitOf(request);
        const type =
          SHEET_TYPES[
            (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase() as keyof typeof SHEET_TYPES
          ];
        const table = await tableOf(request.body, type);
        const departments = await store.within(covered, allDepartments);
        const known = departments.filter(({ kind }) => kind === 'unit').map(({ id }) => id);
        const { matters, faults } = checkMatters(table, new Set(known));
        const outside = covered === 'city' ? [] : outsiders(table, matters, faults, covered);
        if (faults.length > 0 || outside.length > 0)
          throw await refused(ports, principal.account, table, [...faults, ...outside]);
        if (request.query.dryRun) {
          // Done and undone: what it would come to is what it comes to.
          const counted = await store
            .within(covered, async (tx) => {
              const taken = await takeMatters(tx, matters, byOf(request, now));
              throw new Undone({
                added: taken.added.length,
                changed: taken.changed.length,
                unchanged: taken.unchanged,
              });
            })
            .catch((error: unknown) => {
              if (error instanceof Undone) return error.counted;
              throw error;
            });
          return { ...(counted as Undone['counted']), dryRun: true };
        }
        return store.within(covered, async (tx) => {
          const { added, changed, unchanged } = await takeMatters(tx, matters, byOf(request, now));
          await record(request, log, tx, 'matter.edit', [
            ...added.map((after) => ({ target: matterTarget(after), after })),
            ...changed.map(({ before, after }) => ({ target: matterTarget(after), before, after })),
          ]);
          return { added: added.length, changed: changed.length, unchanged, dryRun: false };
        });
      },
    );
  });

  app.get(
    '/v1/imports/:sheet',
    {
      config: { access: { action: 'matter.edit' } },
      schema: {
        operationId: 'getErrorSheet',
        tags: ['catalogue'],
        summary: '下载错误清单 / the error sheet of an import',
        description:
          "Of one's own imports. The workbook holds what was handed in with a column of faults, to be mended and handed in again.",
        security: SAFE,
        params: z.object({ sheet: z.uuid() }),
        querystring: z.object({ format: z.enum(['xlsx', 'csv']).default('xlsx') }),
        response: { 200: z.any().describe('the file'), ...problems },
        produces: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'text/csv'],
      },
    },
    async (request, reply) => {
      const { format } = request.query;
      const row = await one<{ content: ErrorSheet }>(
        store.door,
        'SELECT content FROM error_sheet WHERE id = $1 AND account = $2',
        request.params.sheet,
        visitOf(request).principal.account,
      );
      if (row === undefined) throw notFound();
      reply.header('content-disposition', `attachment; filename="import-errors.${format}"`);
      const made = format === 'csv' ? Buffer.from(errorCsv(row.content)) : await errorWorkbook(row.content);
      const type =
        format === 'csv'
          ? 'text/csv; charset=utf-8'
          : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
      return reply.type(type).send(made);
    },
  );
}

/** Thrown to take back what a trial wrote. */
class Undone extends Error {
  readonly counted: { added: number; changed: number; unchanged: number };
  constructor(counted: Undone['counted']) {
    super('undone');
    this.counted = counted;
  }
}

async function tableOf(body: unknown, type: SheetType | undefined): Promise<Table> {
  if (type === undefined || !Buffer.isBuffer(body))
    throw new Problem(415, 'UNSUPPORTED_MEDIA_TYPE', '请上传 CSV、XLSX 或 JSON / CSV, XLSX or JSON is taken here');
  try {
    return await readTable(body, type);
  } catch (error) {
    if (!(error instanceof UnreadableSheet)) throw error;
    throw new Problem(422, 'UNREADABLE', error.message, { faults: [error.fault] });
  }
}

/** Rows of departments that are not one's own. */
function outsiders(
  table: Table,
  matters: readonly { code: string; department: string }[],
  faults: readonly RowFault[],
  covered: readonly string[],
): RowFault[] {
  const wrong = new Set(faults.map(({ row }) => row));
  const rows = table.rows.filter(({ row }) => !wrong.has(row)).map(({ row }) => row);
  return matters.flatMap(({ department }, at) =>
    covered.includes(department)
      ? []
      : [
          {
            row: rows[at]!,
            field: '实施主体编码',
            rule: 'OUT_OF_SCOPE',
            how: '不在您的岗位范围内，请由该部门或市级档案管理员导入 / outside your scope',
          },
        ],
  );
}

async function refused(
  { store, now }: RegistryPorts,
  account: string,
  table: Table,
  faults: readonly RowFault[],
): Promise<Problem> {
  const sheet = randomUUID();
  const content: ErrorSheet = {
    headers: table.headers,
    rows: table.rows,
    faults: faults.toSorted((a, b) => a.row - b.row),
  };
  await store.door.query('DELETE FROM error_sheet WHERE made_at < $1', new Date(now() - KEPT_MS));
  await store.door.query(
    'INSERT INTO error_sheet (id, account, made_at, content) VALUES ($1, $2, $3, $4::jsonb)',
    ...[sheet, account, new Date(now()), JSON.stringify(content)],
  );
  const rows = new Set(faults.map(({ row }) => row)).size;
  return new Problem(
    422,
    'IMPORT_REFUSED',
    `${rows} 行有误，未导入任何一行；请下载错误清单，修改后重新上传 / ${rows} rows have faults, nothing was imported; please mend them as the error sheet says`,
    {
      faults: content.faults
        .slice(0, MOST_SHOWN)
        .map(({ row, field, rule, how }) => ({ field: `${row}.${field}`, rule, message: how })),
      more: { sheet, rows },
    },
  );
}
