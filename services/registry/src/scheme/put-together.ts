import type { SqlDoor } from '@guidang/stream';
import { departmentById } from '../tables/departments.ts';
import type { Draft } from '../tables/drafts.ts';
import { matterByCode } from '../tables/matters.ts';
import { defaultsBy } from '../tables/settings.ts';
import { type Resolved, resolve } from './resolve.ts';

/** A draft with all that stands above it today, as the scheme it would be published as. */
export async function putTogether(
  tx: SqlDoor,
  draft: Pick<Draft, 'schemeId' | 'matter' | 'department' | 'content'>,
  version: number,
  at: Date,
): Promise<Resolved> {
  const [city, department, matter, unit] = [
    await defaultsBy(tx, 'city'),
    await defaultsBy(tx, draft.department),
    await matterByCode(tx, draft.matter),
    await departmentById(tx, draft.department),
  ];
  if (matter === undefined || unit === undefined) throw new Error('a draft without its matter or department');
  return resolve(
    { city: city.content, department: department.content, matter: draft.content },
    { id: draft.schemeId, version, matter, department: unit, validFrom: secondsOf(at) },
  );
}

const secondsOf = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;
