import {
  archivalYear,
  type CasePackaged,
  type CaseStored,
  emit,
  endOfYear,
  type Feedback,
  GATHER,
  type Link,
  type PackageRefused,
  park,
  parseLink,
  type Rule,
} from '@guidang/contracts';
import { REQUIRED_CHECKS } from './required-checks.ts';

/** All that store remembers of a case. */
export interface StoreState {
  readonly stored: boolean;
}
export type StoreFacts = CaseStored['facts'];

/** Places a package lies in, at least; and years a lock for 永久 reaches ahead of the closing, at least. */
const PLACES = 2;
const FOREVER_YEARS = 10;

/**
 * 入库: a package that held under every check, and whose copies were read back locked from two places or more, is stored; one that did not hold is refused with all that
 * was found. Facts that amount to neither are no decision: a throw means that gathering has to be done again.
 */
export const storeRule: Rule<StoreState, CasePackaged, StoreFacts> = {
  step: 'store',
  rules: 'store@1',
  reads: ['archive.package'],
  parse: (record) => {
    const link = parseLink('package', record);
    return { id: link.id, case: link.case, value: link };
  },
  initial: () => ({ stored: false }),
  schemeOf: () => undefined,

  consider: ({ state }) =>
    state.stored
      ? park('CASE_ALREADY_STORED', 'case', '办件已入库, 不再更改 / the case is stored; its archive stays as it is')
      : GATHER,

  decide({ input: { body }, facts }) {
    const { referenceCode, retainUntil, index, evidence } = body;
    const failed = facts.checks.filter(({ ok }) => !ok);
    if (failed.length > 0) {
      if (facts.copies.length > 0) throw new Error('a package that does not hold has no copies');
      return emit('PackageRefused', 1, {
        referenceCode,
        package: body.package.content,
        failed,
      } satisfies PackageRefused['body']);
    }
    everythingWasLookedAt(facts);
    copiesHold(body, facts);
    return emit('CaseStored', 1, {
      referenceCode,
      package: body.package,
      copies: facts.copies,
      retainUntil,
      index,
      evidence,
    } satisfies CaseStored['body']);
  },

  evolve: (state, link: Link<StoreFacts, unknown>) => ({ stored: state.stored || link.type === 'CaseStored' }),

  feedback(link: Link<StoreFacts, unknown>): Feedback[] {
    const { referenceCode, failed } = link.body as CaseStored['body'] & Partial<PackageRefused['body']>;
    const type = link.type === 'CaseStored' ? 'case.archived' : 'package.refused';
    const told = { id: `${link.id}.${type}`, type, version: 1, case: link.case, time: link.time, about: null } as const;
    return [{ ...told, referenceCode, ...(failed && { checks: failed }) }];
  },
};

/** Nothing passes that was not looked at. */
function everythingWasLookedAt({ checks }: StoreFacts): void {
  const missing = REQUIRED_CHECKS.find((code) => !checks.some(({ check }) => check === code));
  if (missing) throw new Error(`${missing} was not looked at`);
}

function copiesHold(
  { package: built, retainUntil, index }: CasePackaged['body'],
  { copies, lockUntil }: StoreFacts,
): void {
  const places = new Set(copies.map(({ place }) => place));
  if (places.size < PLACES || places.size !== copies.length)
    throw new Error(`copies in ${places.size} places, at least ${PLACES} are needed, one in each`);
  const least = retainUntil ?? endOfYear(archivalYear(index.closedAt) + FOREVER_YEARS);
  if (lockUntil === null || Date.parse(lockUntil) < Date.parse(least))
    throw new Error(`a lock was asked for until ${lockUntil}, needed is ${least}`);
  for (const { place, sha256, size, lock } of copies) {
    if (`sha256:${sha256}` !== built.content || size !== built.size)
      throw new Error(`what lies in place ${place} is not the package`);
    if (Date.parse(lock.until) < Date.parse(lockUntil))
      throw new Error(`place ${place} holds its lock until ${lock.until}, asked for was ${lockUntil}`);
  }
}
