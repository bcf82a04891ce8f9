import type { Alarm, Wall } from '../api/wall.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A case that a step leaves lying longer means that the step stands still. */
const STALLED_MS = 2 * MINUTE;
const CHECKPOINT_MS = 5 * MINUTE;
const COSIGNATURE_MS = 10 * MINUTE;
const SIGNATURES_DAYS = 7;
const CERTIFICATE_DAYS = 60;
const CERTIFICATE_URGENT_DAYS = 14;

/** What is counted beside the wall itself. */
export interface Counted {
  readonly unreadable: number;
  readonly packagesRefused: number;
}

/** Everything that calls for an operator, the most urgent first. Pure: what to do about each stands with the pages, by code. */
export function alarmsOf(wall: Omit<Wall, 'alarms'>, { unreadable, packagesRefused }: Counted): Alarm[] {
  const now = Date.parse(wall.at);
  const age = (at: string | null): number => (at === null ? Number.POSITIVE_INFINITY : now - Date.parse(at));
  const alarms: Alarm[] = [];
  const raise = (
    code: Alarm['code'],
    severity: Alarm['severity'],
    about: string,
    value: string | number | null = null,
  ): void => {
    alarms.push({ code, severity, about, value: value === null ? null : String(value) });
  };
  if (!wall.following) raise('CONSOLE_BEHIND', 'warning', 'console');
  for (const { name, alive, ready } of wall.services) {
    if (!alive) raise('SERVICE_DOWN', 'error', name);
    else if (!ready) raise('SERVICE_NOT_READY', 'warning', name);
  }
  for (const { step, oldest, inFlight, parked, paused } of wall.steps) {
    // What somebody has paused stands still because it should.
    if (paused) raise('STEP_PAUSED', 'warning', step, inFlight);
    else if (oldest && age(oldest.at) > STALLED_MS) raise('STEP_STALLED', 'error', step, inFlight);
    if (parked > 0) raise('PARKED_RECORDS', 'warning', step, parked);
  }
  for (const { name, answers } of wall.places) if (!answers) raise('PLACE_DOWN', 'error', name);
  const { scanner, log } = wall;
  if (scanner && !scanner.answers) raise('SCANNER_DOWN', 'error', 'clamd');
  if (scanner?.answers) {
    const days = Math.floor(
      age(scanner.signaturesAt === null ? null : new Date(scanner.signaturesAt).toISOString()) / DAY,
    );
    if (!(days <= SIGNATURES_DAYS)) raise('SIGNATURES_OLD', 'warning', 'clamd', Number.isFinite(days) ? days : null);
  }
  // A log that has nothing new to say is silent; it is late only while something waits to be taken in.
  const moving = wall.steps.some(({ perSecond }) => perSecond > 0);
  if (log && moving && age(log.at) > CHECKPOINT_MS) raise('CHECKPOINT_OLD', 'error', log.origin, log.at);
  if (log && (log.cosigned ?? -1) < log.batch && age(log.cosignedAt ?? log.at) > COSIGNATURE_MS)
    raise('COSIGNATURE_OLD', 'error', log.origin, log.cosignedAt);
  if (wall.witness === false) raise('WITNESS_DOWN', 'warning', 'witness');
  for (const { name, until } of wall.certificates) {
    const days = Math.floor((Date.parse(until) - now) / DAY);
    if (days < CERTIFICATE_DAYS)
      raise('CERTIFICATE_ENDS', days < CERTIFICATE_URGENT_DAYS ? 'error' : 'warning', name, until);
  }
  if (packagesRefused > 0) raise('PACKAGE_REFUSED', 'error', 'store', packagesRefused);
  if (unreadable > 0) raise('UNREADABLE_RECORDS', 'warning', 'console', unreadable);
  return alarms.sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
}
