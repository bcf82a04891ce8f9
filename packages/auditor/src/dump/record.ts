import type { RawRecord } from '@guidang/contracts';

/** A record out of a dump. Its headers are decoded when they are first asked for: most readers never do. */
export class DumpRecord implements RawRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  known: RawRecord['known'] = undefined;
  readonly #bytes: Buffer;
  readonly #headersAt: number;
  #headers: Record<string, string> | undefined;

  constructor(
    { topic, partition }: { readonly topic: string; readonly partition: number },
    offset: number,
    timestamp: number,
    key: Uint8Array | null,
    value: Uint8Array | null,
    bytes: Buffer,
    headersAt: number,
  ) {
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.timestamp = timestamp;
    this.key = key;
    this.value = value;
    this.#bytes = bytes;
    this.#headersAt = headersAt;
  }

  get headers(): Readonly<Record<string, string>> {
    this.#headers ??= headersAt(this.#bytes, this.#headersAt);
    return this.#headers;
  }
}

/** Headers as any reader of a map sees them: of two with one name the last counts, and one without a value is not there. */
function headersAt(bytes: Buffer, from: number): Record<string, string> {
  const headers: Record<string, string> = {};
  let at = from + 2;
  for (let left = bytes.readUInt16BE(from); left > 0; left--) {
    const nameEnd = at + 2 + bytes.readUInt16BE(at);
    const name = bytes.toString('utf8', at + 2, nameEnd);
    const length = bytes.readInt32BE(nameEnd);
    at = nameEnd + 4 + Math.max(length, 0);
    if (length >= 0) set(headers, name, bytes.toString('utf8', nameEnd + 4, at));
  }
  return headers;
}

/** A header may bear any name, `__proto__` as well, which is no member like others. */
function set(headers: Record<string, string>, name: string, value: string): void {
  if (name === '__proto__') Object.defineProperty(headers, name, { value, enumerable: true, configurable: true });
  else headers[name] = value;
}
