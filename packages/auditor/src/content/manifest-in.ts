import { readFile } from 'node:fs/promises';
import { OpenedPackage, openFile, PackageFault, PLACES } from '@guidang/packaging';
import type { RecordTask } from '../lane/sink.ts';

const MOST_MANIFEST_BYTES = 64 * 1024 * 1024;

/** The manifest in a package that was read into a file, or the package itself where that is what the record is over; undefined where the package cannot be opened, which is told of the package itself. */
export async function manifestIn(
  file: string,
  { package: built, referenceCode }: NonNullable<RecordTask['manifest']>,
): Promise<Buffer | undefined> {
  if (referenceCode === null) return readFile(file);
  const source = await openFile(file);
  try {
    return await (await OpenedPackage.over(built, referenceCode, source)).read(PLACES.manifest, MOST_MANIFEST_BYTES);
  } catch (error) {
    if (error instanceof PackageFault) return undefined;
    throw error;
  } finally {
    await source.close();
  }
}
