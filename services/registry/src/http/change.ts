import { type Deed, deedOf, type OperationLog } from '@guidang/access';
import type { SqlDoor } from '@guidang/stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { By, Versioned } from '../tables/versioned.ts';
import { Problem } from './problem.ts';

/** What a change did to one thing. */
export interface Changed {
  readonly target: NonNullable<Deed['target']>;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Puts changes into the log, in the transaction that makes them: both are kept or neither. The last thing a change does. */
export async function record(
  request: FastifyRequest,
  log: OperationLog,
  tx: SqlDoor,
  action: string,
  changes: readonly Changed[],
): Promise<void> {
  request.logged = true;
  if (changes.length === 0) return;
  const deed = deedOf(request, action);
  await log.appendWith(
    tx,
    changes.map((change) => ({ ...deed, ...change, outcome: 'done' })),
  );
}

/** Who changes something, and when. */
export const byOf = (request: FastifyRequest, now: () => number): By => ({
  account: request.visit?.principal.account ?? null,
  at: new Date(now()),
});

const etagOf = ({ version }: Pick<Versioned, 'version'>): string => `"v${version}"`;

/** Says which version was sent, for whoever will change it. */
export function tagged<T extends Versioned>(reply: FastifyReply, entry: T): T {
  reply.header('etag', etagOf(entry));
  return entry;
}

/**
 * The version an editor has before him, from If-Match. Whoever saves without saying so might cover what somebody else wrote meanwhile.
 * @throws Problem 428 where it is missing
 */
export function versionGiven({ headers }: FastifyRequest): number {
  const found = /^(?:W\/)?"v(\d{1,9})"$/.exec(headers['if-match'] ?? '');
  if (found) return Number(found[1]);
  throw new Problem(
    428,
    'IF_MATCH',
    '请以 If-Match 说明所编辑的版本 / say by If-Match which version you edited, e.g. "v3"',
  );
}
