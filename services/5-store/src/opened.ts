import { type ObjectRef, Scheme, SealManifest } from '@guidang/contracts';
import { type ByteSource, OpenedPackage, PackageFault, PLACES } from '@guidang/packaging';

const MOST_MANIFEST_BYTES = 64 * 1024 * 1024;
const MOST_SCHEME_BYTES = 4 * 1024 * 1024;

/** A package laid open; null where it is not laid out as one: its checks name what is wrong with it. */
export async function openedOver(
  built: ObjectRef,
  referenceCode: string,
  source: ByteSource,
): Promise<OpenedPackage | null> {
  try {
    return await OpenedPackage.over(built, referenceCode, source);
  } catch (error) {
    if (error instanceof PackageFault) return null; // the checks name what is wrong with it
    throw error;
  }
}

/** 清单 of what was sealed; null where there is none that can be read. */
export async function manifestIn(opened: OpenedPackage): Promise<SealManifest | null> {
  const parsed = SealManifest.safeParse(jsonOf(await readIn(opened, PLACES.manifest, MOST_MANIFEST_BYTES)));
  return parsed.success ? parsed.data : null;
}

export async function schemeIn(opened: OpenedPackage): Promise<Scheme | null> {
  const parsed = Scheme.safeParse(jsonOf(await readIn(opened, PLACES.scheme, MOST_SCHEME_BYTES)));
  return parsed.success ? parsed.data : null;
}

/** A part of the package; undefined where there is none, or none that can be read: its checks name what is wrong with it. */
export async function readIn(opened: OpenedPackage, path: string, most: number): Promise<Buffer | undefined> {
  try {
    return await opened.read(path, most);
  } catch (error) {
    if (error instanceof PackageFault) return undefined; // the checks name what is wrong with it
    throw error;
  }
}

function jsonOf(bytes: Buffer | undefined): unknown {
  try {
    return bytes && JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // no JSON: the checks name it
    throw error;
  }
}
