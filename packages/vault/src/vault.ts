import type { Readable } from 'node:stream';
import type { ContentName } from '@guidang/contracts';
import type { Lock, ObjectHead, Retention } from './store.ts';
import type { VerifiedStream } from './verified-stream.ts';

/** What an object turned out to be, and where its version is. */
export interface Stored {
  readonly name: ContentName;
  readonly key: string;
  /** hexadecimal */
  readonly sha256: string;
  /** hexadecimal, GB/T 32905 */
  readonly sm3: string;
  /** bytes */
  readonly size: number;
  readonly versionId?: string;
  /** false: the same bytes lay there before (written by somebody else, or by ourselves when the answer got lost). */
  readonly created: boolean;
}

/** What the publisher said about the bytes. Whatever is said must hold, or nothing is written. */
export interface Expected {
  readonly sha256?: string | undefined;
  readonly sm3?: string | undefined;
  readonly size?: number | undefined;
}

export interface PutOptions {
  readonly expect?: Expected | undefined;
  /** Give up reading beyond this many bytes. */
  readonly maxBytes?: number | undefined;
  readonly lock?: Lock | undefined;
  /** A key of the caller's own (tiles of the log, receipts) in the place of the content name's. */
  readonly key?: string | undefined;
  /** Become the newest version whatever lies under the key: for the few keys that change (a log's checkpoint), or to heal. */
  readonly replace?: boolean | undefined;
}

/** An object by its content name, or by a key of its own with what its digest should be, as far as that is known. */
export type Address =
  | ContentName
  | {
      readonly name?: ContentName;
      readonly key?: string;
      readonly versionId?: string | undefined;
      readonly sha256?: string;
    };

export interface GetOptions {
  /** Also compute SM3 while reading: true to be told it, a digest in hexadecimal to have it checked. */
  readonly sm3?: true | string;
}

/**
 * Objects by content name. Doing anything twice is harmless. Nothing is ever deleted here: the services' credential
 * may not, and where a lock is set nobody may.
 */
export interface Vault {
  /**
   * Takes in a source, digesting it in one pass, and names it by what it is. Memory is bounded whatever the size.
   * A source that fails or ends early never becomes an object.
   * @throws DigestMismatch, SizeMismatch, VaultTooLarge when it is not what was announced; VaultCorrupt or VaultTaken
   * when other bytes lie under the name or key; VaultForbidden; VaultUnavailable; and whatever the source throws.
   */
  put(bucket: string, source: Readable | Uint8Array, options?: PutOptions): Promise<Stored>;
  /**
   * Opens an object. Its digest is checked while it is read, and the stream ends in VaultCorrupt instead of `end` where
   * it differs: act on the content only after the end. @throws VaultNotFound, VaultUnavailable
   */
  get(bucket: string, at: Address, options?: GetOptions): Promise<VerifiedStream>;
  /** A small object whole, verified before it is handed out. @throws VaultNotFound, VaultTooLarge, VaultCorrupt */
  read(bucket: string, at: Address, maxBytes: number): Promise<Buffer>;
  head(bucket: string, at: Address): Promise<ObjectHead | null>;
  has(bucket: string, at: Address): Promise<boolean>;
  /** Sets or lengthens a version's lock; does nothing where it already holds that long. @throws VaultForbidden, VaultNotFound */
  lock(bucket: string, at: Address, lock: Lock): Promise<void>;
  retention(bucket: string, at: Address): Promise<Retention | null>;
  /** Keys under a prefix, in the order of their bytes. */
  list(bucket: string, prefix?: string): AsyncIterable<{ readonly key: string; readonly size: number }>;
  close(): void;
}
