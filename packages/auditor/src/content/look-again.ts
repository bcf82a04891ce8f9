import { Readable } from 'node:stream';
import { type InspectedFile, type ReceiptCheck, Scheme, SealManifest } from '@guidang/contracts';
import { bothDigests, sha256Hex, type TimestampTrust } from '@guidang/evidence';
import { INSPECTOR, type Inspector } from '@guidang/formats';
import { type ByteSource, OpenedPackage, openFile, PackageFault, PLACES, SEAL_PLACES } from '@guidang/packaging';
import type { FileLookedAt } from '@guidang/properties';
import { asLookedAt, filesInForce, inspectionOf, sealStateBy } from '@guidang/store/decide';
import type { InspectionTask } from '../lane/sink.ts';

/** What a stored package is looked at again with. */
export interface LookAgain {
  /** opens the package as a stranger would, under the anchors */
  readonly check: (file: string) => Promise<readonly ReceiptCheck[]>;
  readonly timestamps: TimestampTrust;
  readonly readers: Pick<Inspector, 'inspect'>;
}

/** Version of the readers at hand: what others found is not what these find. */
export const READERS = INSPECTOR;

const MOST_MANIFEST_BYTES = 64 * 1024 * 1024;
const MOST_SCHEME_BYTES = 4 * 1024 * 1024;
const MOST_RECORD_BYTES = 4_000_000;
type Holding = InspectionTask['holding'];

/** A package read back, with everything in it that the items of preservation ask for. Close it. */
export class PackageAgain {
  readonly #with: LookAgain;
  readonly #source: ByteSource & { close(): Promise<void> };
  readonly #opened: OpenedPackage | null;
  readonly checks: readonly ReceiptCheck[];
  /** null: there is none that can be read */
  readonly manifest: SealManifest | null;
  readonly scheme: Scheme | null;

  private constructor(
    what: LookAgain,
    source: ByteSource & { close(): Promise<void> },
    opened: OpenedPackage | null,
    read: Pick<PackageAgain, 'checks' | 'manifest' | 'scheme'>,
  ) {
    this.#with = what;
    this.#source = source;
    this.#opened = opened;
    this.checks = read.checks;
    this.manifest = read.manifest;
    this.scheme = read.scheme;
  }

  static async open(file: string, holding: Holding, what: LookAgain): Promise<PackageAgain> {
    const checks = await what.check(file);
    const source = await openFile(file);
    const opened = await unlessFaulty(() => OpenedPackage.over(holding.package, holding.referenceCode, source));
    const json = async (path: string, most: number): Promise<unknown> => {
      const bytes = opened && (await unlessFaulty(async () => (await opened.read(path, most)) ?? null));
      return bytes && parsed(bytes);
    };
    const manifest = SealManifest.safeParse(await json(PLACES.manifest, MOST_MANIFEST_BYTES));
    const scheme = Scheme.safeParse(await json(PLACES.scheme, MOST_SCHEME_BYTES));
    return new PackageAgain(what, source, opened, {
      ...{ checks, manifest: manifest.data ?? null, scheme: scheme.data ?? null },
    });
  }

  get size(): number {
    return this.#source.size;
  }

  has(path: string): boolean {
    return this.#opened?.has(path) ?? false;
  }

  /** The seal as it stood at a moment. A record that was renewed lies elsewhere, and is asked for by nobody here. */
  async sealAt(holding: Holding, at: number): Promise<ReturnType<typeof sealStateBy>> {
    const records = new Map<string, Buffer>();
    for (const { suite, record } of holding.records) {
      const path = SEAL_PLACES[suite].record;
      const bytes = await unlessFaulty(async () => (await this.#opened?.read(path, MOST_RECORD_BYTES)) ?? null);
      if (bytes && sha256Hex(bytes) === record) records.set(suite, bytes);
    }
    const trust = { timestamps: this.#with.timestamps, at };
    return sealStateBy(holding, this.checks, ({ suite }) => records.get(suite) ?? null, trust);
  }

  /** Every file of the case in force, digested, and opened by the readers at hand. @param places where each content lies, as it was announced */
  async files(places: ReadonlyMap<string, string>): Promise<FileLookedAt[]> {
    const looked: FileLookedAt[] = [];
    for (const one of this.manifest ? filesInForce(this.manifest) : []) {
      const { content, name } = one.captured;
      looked.push(asLookedAt(one, await this.#file(content, name, places.get(content))));
    }
    return looked;
  }

  async #file(content: InspectedFile['content'], name: string, path: string | undefined): Promise<InspectedFile> {
    const pieces = () => (path === undefined ? undefined : this.#opened?.stream(path));
    const read = pieces();
    if (read === undefined) return { content, bytes: null, inspection: null, scan: null };
    const digests = bothDigests();
    let size = 0;
    for await (const piece of read) {
      digests.update(piece);
      size += piece.length;
    }
    const stream = Readable.from(pieces()!, { objectMode: false });
    const inspection = inspectionOf(await this.#with.readers.inspect({ stream, name }));
    // Under which signatures it was scanned then, nobody has any more.
    return { content, bytes: { ...digests.done(), size }, inspection, scan: null };
  }

  close(): Promise<void> {
    return this.#source.close();
  }
}

/** What cannot be opened is named by the checks. */
async function unlessFaulty<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof PackageFault) return null;
    throw error;
  }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // no JSON: the checks name it
    throw error;
  }
}
