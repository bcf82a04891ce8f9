import {
  archivalYear,
  type CaseSealed,
  type PublishedScheme,
  type Retention,
  referenceCode,
  referenceSeries,
} from '@guidang/contracts';

/** Where a case's number is counted: everything of its 档号 but the 件号. */
export function seriesOf({ body }: CaseSealed, { scheme }: PublishedScheme): { series: string; retention: Retention } {
  const { retention } = scheme;
  return { series: referenceSeries(scheme.referenceCode, archivalYear(body.closing.closedAt), retention), retention };
}

/**
 * The 档号 of a number in a series. A number that has outgrown the width of its scheme is written with the digits it has (decision 0004): a series that stands still
 * would hold up every case behind it.
 */
export const codeOf = (series: string, number: number, { scheme }: PublishedScheme): string =>
  referenceCode(series, number, Math.max(scheme.referenceCode.width, String(number).length));
