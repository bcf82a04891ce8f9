import { Readable } from 'node:stream';
import type { CaseSealed, ContentName, PublishedScheme } from '@guidang/contracts';
import { contentNameOf } from '@guidang/evidence';
import { type Objects, planPackage, writePackage } from '@guidang/packaging';
import type { Gathering } from '@guidang/stream';
import type { Vault } from '@guidang/vault';
import type { LimitFunction } from 'p-limit';
import type { PackageFacts, PackageState } from './decide.ts';
import type { Numbers } from './numbers.ts';
import { codeOf, seriesOf } from './reference.ts';

export interface PackagePorts {
  readonly vault: Vault;
  /** 预归档库: objects come from it, and the package goes into it until it is stored. */
  readonly prearchive: string;
  readonly numbers: Numbers;
  /** Packages are built a few at a time: each may hold some 32 MiB. */
  readonly gate: LimitFunction;
}

/**
 * Gives the case its number and builds its package from objects of the pre-archive, as a stream, back into the pre-archive. Twice is harmless: the same case has the same
 * number, the same objects make the same bytes, and the bytes are their own name. @throws what may pass
 */
export const gatherer =
  ({ vault, prearchive, numbers, gate }: PackagePorts) =>
  async ({ input, scheme, record, signal }: Gathering<PackageState, CaseSealed>): Promise<PackageFacts> => {
    if (!scheme) throw new Error('a case is packaged under a scheme');
    const { series, retention } = seriesOf(input, scheme);
    const number = await numbers.allocate(series, input.case);
    const objects = objectsOf(vault, prearchive);
    return gate(async () => {
      signal.throwIfAborted();
      const plan = await planPackage(
        {
          referenceCode: codeOf(series, number, scheme),
          retention,
          sealed: record.value!,
          scheme: publishedBytes(scheme),
        },
        objects,
      );
      const stored = await vault.put(
        prearchive,
        Readable.from(until(signal, writePackage(plan, objects)), { objectMode: false }),
      );
      const { name: content, sm3, size } = stored;
      return { number, series, package: { content, sm3, size }, index: plan.index, retention };
    });
  };

/** The vault gives bytes checked against their names, or fails. */
const objectsOf = (vault: Vault, bucket: string): Objects => ({
  read: (name: ContentName, maxBytes) => vault.read(bucket, name, maxBytes),
  open: (name: ContentName) => vault.get(bucket, name),
});

/** A scheme's bytes as it was published, where writing it down again gives them; null where its publisher wrote it in another way. */
function publishedBytes({ digest, scheme }: PublishedScheme): Buffer | null {
  const bytes = Buffer.from(JSON.stringify(scheme));
  return contentNameOf(bytes) === digest ? bytes : null;
}

async function* until(signal: AbortSignal, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    yield chunk;
  }
}
