import type { SqlDoor } from '@guidang/stream';
import { type By, MovedOn, one, type Versioned, type VersionedRow, versionedOf } from './versioned.ts';

/** 组织机构: a unit with a 统一社会信用代码, or a section inside one. */
export interface Department {
  readonly id: string;
  readonly kind: 'unit' | 'section';
  readonly name: string;
  readonly parent: string | null;
  readonly fonds: string | null;
  readonly position: number;
  readonly active: boolean;
}
export type DepartmentEntry = Department & Versioned;

interface Row extends VersionedRow, Department {}
const entryOf = (row: Row): DepartmentEntry => {
  const { id, kind, name, parent, fonds, position, active } = row;
  return { id, kind, name, parent, fonds, position, active, ...versionedOf(row) };
};
const FIELDS = 'id, kind, name, parent, fonds, position, active';

export const allDepartments = async (tx: SqlDoor): Promise<DepartmentEntry[]> =>
  (await tx.query<Row>('SELECT * FROM department ORDER BY position, id')).map(entryOf);

export const departmentById = async (tx: SqlDoor, id: string): Promise<DepartmentEntry | undefined> => {
  const row = await one<Row>(tx, 'SELECT * FROM department WHERE id = $1', id);
  return row && entryOf(row);
};

const valuesOf = ({ id, kind, name, parent, fonds, position, active }: Department): unknown[] => [
  ...[id, kind, name, parent, fonds, position, active],
];

export async function addDepartment(tx: SqlDoor, department: Department, by: By): Promise<DepartmentEntry> {
  const row = await one<Row>(
    tx,
    `INSERT INTO department (${FIELDS}, version, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9) RETURNING *`,
    ...[...valuesOf(department), by.at, by.account],
  );
  return entryOf(row!);
}

/** @throws MovedOn where the row has another version by now */
export async function changeDepartment(
  tx: SqlDoor,
  department: Department,
  version: number,
  by: By,
): Promise<DepartmentEntry> {
  const row = await one<Row>(
    tx,
    `UPDATE department SET kind = $2, name = $3, parent = $4, fonds = $5, position = $6, active = $7, version = version + 1, changed_at = $8, changed_by = $9
     WHERE id = $1 AND version = $10 RETURNING *`,
    ...[...valuesOf(department), by.at, by.account, version],
  );
  if (row === undefined) throw new MovedOn((await departmentById(tx, department.id))!);
  return entryOf(row);
}

/** A department with everything below it, itself first. */
export const subtreeOf = async (tx: SqlDoor, id: string): Promise<string[]> =>
  (
    await tx.query<{ id: string }>(
      `WITH RECURSIVE tree (id, depth) AS (
         SELECT id, 0 FROM department WHERE id = $1
         UNION ALL SELECT below.id, depth + 1 FROM department below JOIN tree ON below.parent = tree.id WHERE depth < 20)
       SELECT DISTINCT id, depth FROM tree ORDER BY depth, id`,
      id,
    )
  ).map((row) => row.id);
