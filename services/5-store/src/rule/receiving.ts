import {
  archivalYear,
  type Emit,
  emit,
  endOfYear,
  type Finding,
  type HandedIn,
  type PackageHandedIn,
  type PackageReceived,
  type PackageTurnedAway,
  retainUntil,
} from '@guidang/contracts';
import { isOpen, isRefusal } from '@guidang/properties';
import { copiesHold } from './copies-hold.ts';

export type ReceivingFacts = PackageReceived['facts'];

/** Years a lock for 永久 reaches ahead, at least. */
const FOREVER_YEARS = 10;
const CALLING = ['FAIL', 'WARN', 'MANUAL_REVIEW'] as const;

const isSettled = ({ settled }: HandedIn, { item, object, code }: Finding): boolean =>
  settled.some((one) => one.item === item && one.object === object && one.code === code);

/**
 * Why a package from elsewhere is not taken; null where it may be. What refuses cannot be settled by whoever hands it in, and what was left to people passes only where every one of it was. Where
 * there were more findings than the record holds, something of them is not known, and that is no pass.
 */
export function turnedAwayFor(data: HandedIn): 'FAILED' | 'LEFT_TO_PEOPLE' | null {
  const { findings, counts } = data;
  if (findings.some(isRefusal)) return 'FAILED';
  const known = CALLING.every(
    (outcome) => (counts[outcome] ?? 0) === findings.filter((one) => one.outcome === outcome).length,
  );
  return known && findings.filter(isOpen).every((one) => isSettled(data, one)) ? null : 'LEFT_TO_PEOPLE';
}

/**
 * 移交接收: a package from elsewhere that passed the items of transfer, and whose copies were read back locked from two places or more, is received; one that did not is turned away with all that was
 * found. @throws for facts that amount to neither
 */
export function receiving({ id, by, time, data }: PackageHandedIn, facts: ReceivingFacts): Emit {
  const handed = { request: id, by: by.account, handed: data };
  const { copies, reports, lockUntil, fault } = facts;
  const why = turnedAwayFor(data) ?? (fault === null ? null : 'OTHER_BYTES');
  if (why !== null) {
    if (copies.length + reports.length > 0) throw new Error('a package that is turned away has no copies');
    return emit('PackageTurnedAway', 1, { ...handed, why } satisfies PackageTurnedAway['body']);
  }
  const until = retainUntil(time, data.retention);
  const least = until ?? endOfYear(archivalYear(time) + FOREVER_YEARS);
  if (lockUntil === null || Date.parse(lockUntil) < Date.parse(least))
    throw new Error(`a lock was asked for until ${lockUntil}, needed is ${least}`);
  copiesHold('package', data.package, copies, lockUntil);
  copiesHold('report', data.report, reports, lockUntil);
  return emit('PackageReceived', 1, {
    ...handed,
    ...{ copies, reports, retainUntil: until },
  } satisfies PackageReceived['body']);
}
