import { createHash } from 'node:crypto';
import type { HoldingPlace, ObjectRef } from '@guidang/contracts';
import { contentNameOf, type DigestName, digestOf, sha256Hex } from '@guidang/evidence';
import { OpenedPackage, PackageFault, PLACES, SEAL_PLACES } from '@guidang/packaging';
import type { ArchivePlace } from '../copies.ts';
import type { CountingRecord, Holding } from '../decide.ts';
import { type Received, receive } from '../received.ts';

export interface EvidencePorts {
  readonly places: readonly ArchivePlace[];
  readonly spoolFolder: string;
  /** A copy could not be had, or is not what it was: somebody has to hear of it, though there are others. */
  readonly copyFailed: (place: string, error: unknown) => void;
}

/** A record that counts, and a digest of what it is over where that was read as well. */
export interface FoundEvidence {
  readonly record: Buffer;
  readonly digest: Buffer | null;
}

const MOST_RECORD_BYTES = 4_000_000;
const MOST_MANIFEST_BYTES = 64 * 1024 * 1024;

/**
 * The record that counts, from the first copy that can be read and is what the links say: an object of its own, or in the package. A package is read through to its end and
 * checked against its digest, so evidence is not renewed over what has rotted unnoticed.
 * @param anew the digest that is asked for of what the record is over: its bytes are needed then, which lie in the package alone, or are the package
 * @throws the last place's error where no copy can be had now; PackageFault
 */
export async function evidenceOf(
  ports: EvidencePorts,
  holding: Holding,
  counts: CountingRecord,
  anew: DigestName | null,
): Promise<FoundEvidence> {
  const { lies } = counts;
  const own = lies && (await anyCopy(ports, lies.object, lies.copies, ({ source }) => source.read(0, source.size)));
  if (own && anew === null) return { record: own, digest: null };
  if (own && holding.elsewhere) return { record: own, digest: await packageDigest(ports, holding, anew!) };
  return anyCopy(ports, holding.package, holding.copies, async ({ source }) => {
    const opened = await OpenedPackage.over(holding.package, holding.referenceCode, source);
    const manifest = await manifestIn(opened, holding);
    return { record: own ?? (await sealedIn(opened, holding, counts)), digest: anew && digestOf(anew, manifest) };
  });
}

/**
 * The digest of a package as a whole, by any algorithm: of a copy that is read through to its end and is what the links say.
 * @throws as above
 */
export const packageDigest = (ports: EvidencePorts, holding: Holding, algorithm: DigestName): Promise<Buffer> =>
  anyCopy(ports, holding.package, holding.copies, async (received) => {
    const digest = createHash(algorithm);
    const bytes = received.stream();
    if (bytes instanceof Uint8Array) digest.update(bytes);
    else for await (const piece of bytes) digest.update(piece as Buffer);
    return digest.digest();
  });

async function anyCopy<T>(
  { places, spoolFolder, copyFailed }: EvidencePorts,
  object: ObjectRef,
  copies: readonly HoldingPlace[],
  work: (received: Received) => Promise<T>,
): Promise<T> {
  let last: unknown = new Error(`没有已知的存储地存有该对象 / no place is known that holds ${object.content}`);
  for (const { place, bucket, key, versionId } of copies) {
    const found = places.find(({ name }) => name === place);
    if (!found) continue;
    try {
      // The very version that was read back when it was put there.
      const at = { name: object.content, key, versionId };
      const received = await receive(found.vault, bucket, object, spoolFolder, at);
      if ('differs' in received)
        throw new Error(`存储地 ${place} 中的副本已变 / the copy there is ${received.differs}`);
      try {
        return await work(received);
      } finally {
        await received.close();
      }
    } catch (error) {
      copyFailed(place, error);
      last = error;
    }
  }
  throw last;
}

async function manifestIn(opened: OpenedPackage, { package: built, manifest }: Holding): Promise<Buffer> {
  const bytes = await opened.read(PLACES.manifest, MOST_MANIFEST_BYTES);
  if (!bytes || contentNameOf(bytes) !== manifest.content) throw new PackageFault(built, 'its manifest is another one');
  return bytes;
}

/** The record as it was sealed. */
async function sealedIn(
  opened: OpenedPackage,
  { package: built }: Holding,
  { suite, record }: CountingRecord,
): Promise<Buffer> {
  const bytes = await opened.read(SEAL_PLACES[suite].record, MOST_RECORD_BYTES);
  if (!bytes || sha256Hex(bytes) !== record) throw new PackageFault(built, 'its evidence record is another one');
  return bytes;
}
