import { LIMITS, type ObjectRef } from '@guidang/contracts';
import { folderOf } from './guidang-1/names.ts';
import type { ZipLimits } from './zip/directory.ts';
import { readZip, type ZipMember } from './zip/read.ts';
import { type ByteSource, stretch } from './zip/source.ts';

/** No honest package exceeds these: every file of a case twice over, and what we add. */
export const PACKAGE_LIMITS: ZipLimits = {
  entries: 4 * LIMITS.filesPerCase + 100,
  directoryBytes: 16 * 1024 * 1024,
  nameBytes: 1_000,
  bytes: LIMITS.filesPerCase * LIMITS.fileBytes,
};

/** A stored package is not what it was when it was stored, or not what was said of it: an alarm, and no ground for any decision. */
export class PackageFault extends Error {
  constructor({ content }: ObjectRef, what: string) {
    super(`归档信息包与登记不符 / the package ${content} is not what was said of it: ${what}`);
    this.name = 'PackageFault';
  }
}

/** The files of a package, by their paths below its one folder. */
export class OpenedPackage {
  readonly #ref: ObjectRef;
  readonly #source: ByteSource;
  readonly #members: ReadonlyMap<string, ZipMember>;

  private constructor(ref: ObjectRef, source: ByteSource, members: ReadonlyMap<string, ZipMember>) {
    this.#ref = ref;
    this.#source = source;
    this.#members = members;
  }

  /** @param source the package's bytes, whose digest was checked. @throws PackageFault */
  static async over(ref: ObjectRef, referenceCode: string, source: ByteSource): Promise<OpenedPackage> {
    const { members, findings } = await readZip(source, PACKAGE_LIMITS);
    if (findings[0]) throw new PackageFault(ref, findings[0].detail);
    const folder = `${folderOf(referenceCode)}/`;
    const below = members.filter(({ path }) => path.startsWith(folder));
    if (below.length !== members.length) throw new PackageFault(ref, `not everything lies in ${folder}`);
    return new OpenedPackage(ref, source, new Map(below.map((member) => [member.path.slice(folder.length), member])));
  }

  has(path: string): boolean {
    return this.#members.has(path);
  }

  /** A file whole; undefined where there is none of this path. @throws PackageFault where it is larger than `most` */
  async read(path: string, most: number): Promise<Buffer | undefined> {
    const member = this.#members.get(path);
    if (member === undefined) return undefined;
    if (member.size > most) throw new PackageFault(this.#ref, `a file of ${member.size} bytes, at most ${most}`);
    return this.#source.read(member.from, member.size);
  }

  /** A file piece by piece, whatever its size; undefined where there is none of this path. */
  stream(path: string): AsyncIterable<Uint8Array> | undefined {
    const member = this.#members.get(path);
    return member && stretch(this.#source, member.from, member.size);
  }
}
