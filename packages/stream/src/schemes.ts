import {
  type PublishedScheme,
  parseJsonRecord,
  parseWith,
  type RawRecord,
  Scheme,
  schemeKey,
} from '@guidang/contracts';
import { contentNameOf } from '@guidang/evidence';

/** A record of `registry.schemes` as the digest its links name, and the scheme. @throws Malformed */
export function publishedScheme(record: RawRecord): PublishedScheme {
  const scheme = parseWith(Scheme, parseJsonRecord(record));
  return { digest: contentNameOf(record.value!), scheme };
}

/** Schemes by id and version, and by the digest of the bytes they were published as. A version once seen keeps its first bytes. */
export class SchemeBook {
  readonly #byKey = new Map<string, PublishedScheme>();
  readonly #byDigest = new Map<string, PublishedScheme>();

  /** Takes in a record of `registry.schemes`. @throws Malformed */
  add(record: RawRecord): PublishedScheme {
    const published = publishedScheme(record);
    const key = schemeKey(published.scheme.id, published.scheme.version);
    if (!this.#byKey.has(key)) this.#byKey.set(key, published);
    this.#byDigest.set(published.digest, published);
    return published;
  }

  find(id: string, version: number): PublishedScheme | undefined {
    return this.#byKey.get(schemeKey(id, version));
  }

  byDigest(digest: string): PublishedScheme | undefined {
    return this.#byDigest.get(digest);
  }

  get size(): number {
    return this.#byDigest.size;
  }
}
