import { OpenedPackage, openFile, PackageFault, PLACES } from '@guidang/packaging';
import type { RecordTask } from '../lane/sink.ts';

const MOST_MANIFEST_BYTES = 64 * 1024 * 1024;

/** The manifest in a package that was read into a file; undefined where the package cannot be opened, which is told of the package itself. */
export async function manifestIn(
  file: string,
  { package: built, referenceCode }: NonNullable<RecordTask['manifest']>,
): Promise<Buffer | undefined> {
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
