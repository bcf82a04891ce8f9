import { type Retention, referenceSeries } from '@guidang/contracts';
import type { Arranging } from './book.ts';

/** Where a package would count under a version of its scheme: 档号 without a 件号. Its retention stays as it was archived; where the version has another one, it is kept on by a list of its own. Pure. */
export const wouldBe = (scheme: Pick<Arranging, 'referenceCode'>, year: number, retention: string): string =>
  referenceSeries(scheme.referenceCode, year, retention as Retention);
