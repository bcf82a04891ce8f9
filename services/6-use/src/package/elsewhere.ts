import { type HoldingPlace, type ObjectRef, ReceivedContents } from '@guidang/contracts';
import { type ArchiveLimits, openTar, openZip } from '@guidang/formats';
import { PackageFault } from '@guidang/packaging';
import { z } from 'zod';
import { type Held, type HoldingsPorts, withObject } from './holdings.ts';

/** What a report says of its package; what was reported before reports listed the files says codes alone. */
const Report = z.object({
  referenceCodes: z.array(z.string().max(200)).max(1000).default([]),
  contents: ReceivedContents.optional(),
});
export type Report = z.infer<typeof Report>;

/** Where the report on a package from elsewhere can be read. */
export interface Reported {
  readonly report: ObjectRef;
  readonly reports: readonly HoldingPlace[];
}

/** The report on a package from elsewhere. @throws what may pass; PackageFault where it is no report */
export const reportOf = (holdings: HoldingsPorts, { report, reports }: Reported): Promise<Report> =>
  withObject(holdings, { package: report, copies: reports }, (bytes) => {
    const parsed = Report.safeParse(jsonOf(bytes));
    if (!parsed.success) throw new PackageFault(report, 'it is no report on a package');
    return parsed.data;
  });

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** As a package from elsewhere was received: more was not taken. */
const LIMITS: ArchiveLimits = { entries: 1_000, unpackedBytes: 200 * 1024 ** 2, fileBytes: 100 * 1024 ** 2, ratio: 10 };

/** A file of a package from elsewhere, by its number in the report; undefined where there is none. @throws what may pass; PackageFault */
export async function fileIn(
  holdings: HoldingsPorts,
  held: Held,
  reported: Reported,
  path: string,
): Promise<Buffer | undefined> {
  const { contents } = await reportOf(holdings, reported);
  const entry = contents?.listed.find((one) => one.path === path)?.entry;
  if (entry === undefined) return undefined;
  return withObject(holdings, held, async (bytes) => {
    const zip = bytes.length > 4 && bytes.readUInt32BE(0) === 0x504b0304;
    const { files, problems } = zip ? await openZip(bytes, LIMITS) : openTar(bytes, LIMITS);
    if (problems.length > 0) throw new PackageFault(held.package, problems.map(({ code }) => code).join(', '));
    return files.get(entry);
  });
}
