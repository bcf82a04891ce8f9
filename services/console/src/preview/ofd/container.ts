import { openZip, type XmlElement, xmlTree } from '@guidang/formats';

/** What an OFD may cost when it is drawn: it is a preview, and a reader for the whole of it stands elsewhere. */
const LIMITS = { entries: 5_000, unpackedBytes: 256 * 1024 ** 2, fileBytes: 16 * 1024 ** 2, ratio: 200 };

/** It cannot be drawn at all. */
export class Undrawable extends Error {
  override readonly name = 'Undrawable';
}

/** The files of an OFD: a zip that was opened within limits. */
export class Container {
  readonly #files: ReadonlyMap<string, Buffer>;
  readonly #trees = new Map<string, XmlElement | undefined>();

  private constructor(files: ReadonlyMap<string, Buffer>) {
    this.#files = files;
  }

  /** @throws Undrawable */
  static async open(content: Uint8Array): Promise<Container> {
    const { files, encrypted, problems } = await openZip(content, LIMITS);
    if (encrypted || files.has('Encryptions.xml')) throw new Undrawable('password');
    if (problems.length > 0) throw new Undrawable(problems[0]!.code);
    return new Container(files);
  }

  bytes(path: string): Buffer | undefined {
    return this.#files.get(path);
  }

  /** The root of a part; undefined where it is not there, or is no well-formed XML that stands alone. */
  tree(path: string): XmlElement | undefined {
    if (!this.#trees.has(path)) {
      const bytes = this.#files.get(path);
      const read = bytes && xmlTree(bytes.toString('utf8'));
      this.#trees.set(path, read && 'root' in read ? read.root : undefined);
    }
    return this.#trees.get(path);
  }
}

/** A location is relative to the folder of the part it stands in, or absolute in the package when it begins with a slash. */
export function located(from: string, location: string): string {
  const path = location.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const step of location.split('/')) {
    if (step === '..') path.pop();
    else if (step !== '' && step !== '.') path.push(step);
  }
  return path.join('/');
}
