import { type Retention, referenceSeries } from '@guidang/contracts';
import type { Arranging } from './book.ts';

/** Where a package would count under a version of its scheme: 档号 without a 件号. Its retention stays as it was archived; where the version has another one, it is kept on by a list of its own. Pure. */
export const wouldBe = (scheme: Pick<Arranging, 'referenceCode'>, year: number, retention: string): string =>
  referenceSeries(scheme.referenceCode, year, retention as Retention);

/** The same in two parts, between which year and retention stand, as a statement puts them together: where many packages are compared, the database does it. Pure. */
export function wouldBeAround(scheme: Pick<Arranging, 'referenceCode'>): {
  readonly before: string;
  readonly after: string;
} {
  const middle = '2000·Y';
  const whole = wouldBe(scheme, 2000, 'Y');
  // The last of them: a class may have digits, and what comes behind has no such mark.
  const at = whole.lastIndexOf(middle);
  return { before: whole.slice(0, at), after: whole.slice(at + middle.length) };
}
