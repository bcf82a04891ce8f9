import {
  archivalYear,
  type CasePackaged,
  type CaseStored,
  type Emit,
  emit,
  endOfYear,
  type PackageRefused,
} from '@guidang/contracts';
import { REQUIRED_CHECKS } from '../required-checks.ts';
import { copiesHold } from './copies-hold.ts';
import { judgementOf } from './receipt.ts';

export type StoringFacts = CaseStored['facts'];

/** Years a lock for 永久 reaches ahead of the closing, at least. */
const FOREVER_YEARS = 10;

/**
 * 入库: a package that held under every check, and whose copies were read back locked from two places or more, is stored; one that did not hold is refused with all that
 * was found. @throws for facts that amount to neither
 */
export function storing(input: CasePackaged, facts: StoringFacts, at: string): Emit {
  const { received } = facts;
  if (!received) throw new Error('nobody said what was received');
  return stored(input, facts, { judgement: judgementOf(input, { checks: facts.checks, received }, at) });
}

/** As store@1 decided: without the four properties of the package. */
export const storingAs1 = (input: CasePackaged, facts: StoringFacts): Emit => stored(input, facts, {});

function stored({ body }: CasePackaged, facts: StoringFacts, judged: Pick<CaseStored['body'], 'judgement'>): Emit {
  const { referenceCode, retainUntil, index, evidence } = body;
  const failed = facts.checks.filter(({ ok }) => !ok);
  if (failed.length > 0) {
    if (facts.copies.length > 0) throw new Error('a package that does not hold has no copies');
    return emit('PackageRefused', 1, {
      referenceCode,
      package: body.package.content,
      failed,
      ...judged,
    } satisfies PackageRefused['body']);
  }
  everythingWasLookedAt(facts);
  const least = retainUntil ?? endOfYear(archivalYear(index.closedAt) + FOREVER_YEARS);
  const { lockUntil, copies } = facts;
  if (lockUntil === null || Date.parse(lockUntil) < Date.parse(least))
    throw new Error(`a lock was asked for until ${lockUntil}, needed is ${least}`);
  copiesHold('package', body.package, copies, lockUntil);
  return emit('CaseStored', 1, {
    referenceCode,
    package: body.package,
    copies,
    retainUntil,
    index,
    evidence,
    ...judged,
  } satisfies CaseStored['body']);
}

/** Nothing passes that was not looked at. */
function everythingWasLookedAt({ checks }: StoringFacts): void {
  const missing = REQUIRED_CHECKS.find((code) => !checks.some(({ check }) => check === code));
  if (missing) throw new Error(`${missing} was not looked at`);
}
