import type { SqlDoor } from '@guidang/stream';

/** What every row that people edit carries beside its content. */
export interface Versioned {
  /** From 1; one more with every change. */
  readonly version: number;
  readonly changedAt: string;
  /** Account of who changed it last; null: the service itself. */
  readonly changedBy: string | null;
}

export interface VersionedRow {
  version: number;
  changed_at: Date;
  changed_by: string | null;
}

export const versionedOf = ({ version, changed_at, changed_by }: VersionedRow): Versioned => ({
  version,
  changedAt: changed_at.toISOString(),
  changedBy: changed_by,
});

/** Somebody else was first. */
export class MovedOn extends Error {
  override readonly name = 'MovedOn';
  readonly now: Versioned;
  constructor(now: Versioned) {
    super(`version ${now.version} since ${now.changedAt}`);
    this.now = now;
  }
}

/** Who changes something, and when. */
export interface By {
  readonly account: string | null;
  readonly at: Date;
}

export const one = async <T>(door: SqlDoor, sql: string, ...values: unknown[]): Promise<T | undefined> =>
  (await door.query<T>(sql, ...values))[0];
