/** A Kafka record as it lies: the only shape in which bytes enter a step, the notary and the auditor. */
export interface RawRecord {
  topic: string;
  partition: number;
  /** Position in the partition; below 2^53. */
  offset: number;
  /** LogAppendTime of the broker, milliseconds since 1970. */
  timestamp: number;
  key: Uint8Array | null;
  value: Uint8Array | null;
  headers: Readonly<Record<string, string>>;
  /**
   * What whoever read the record has made sure of already: the link in it, opened and decided again, and the SHA-256 of its value. An auditor leaves it here so
   * that a link is not opened a second time as what the next step reads. It is no part of what travels.
   */
  known?: { readonly link: object; readonly sha256: string } | undefined;
}

/** A record to be written. `partition` is explicit: output n answers input n. */
export interface OutRecord {
  topic: string;
  partition: number;
  key: string;
  value: Uint8Array;
  headers: Readonly<Record<string, string>>;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 text of some bytes, or undefined where they are not UTF-8. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
