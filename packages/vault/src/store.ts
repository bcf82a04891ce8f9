import type { Readable } from 'node:stream';

/** Write-once until a time: nobody, root included, deletes the version or shortens this before (S3 Object Lock, COMPLIANCE). */
export interface Lock {
  readonly mode: 'COMPLIANCE';
  readonly until: Date;
}

/** A lock as a store reports it; somebody else may have set the weaker mode. */
export interface Retention {
  readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
  readonly until: Date;
}

export interface ObjectHead {
  /** bytes */
  readonly size: number;
  readonly versionId?: string;
  /** SHA-256 in hexadecimal as the store noted it when the object was written whole; absent after a multipart upload. */
  readonly sha256?: string;
}

/** `created: false`: there was an object under the key already and it was left as it is. */
export type Written = { readonly created: true; readonly versionId?: string } | { readonly created: false };

export interface WriteOptions {
  readonly lock?: Lock;
  /** false: the key must be new (`If-None-Match: *`). true: becomes the newest version whatever was there. */
  readonly replace: boolean;
}

/** A multipart upload in progress. It is no object until `complete` answers. */
export interface Upload {
  /** Parts are numbered from 1; all but the last have at least 5 MiB. The bytes may be read until the promise settles. */
  part(number: number, body: Buffer): Promise<void>;
  complete(): Promise<Written>;
  abort(): Promise<void>;
}

export interface OpenedObject {
  readonly body: Readable;
  readonly size: number;
  readonly versionId?: string;
}

/**
 * What the vault needs of an object store: keys and bytes, no digests, no names. Errors are those of errors.ts; what may
 * pass with time was retried already, a bounded number of times, before VaultUnavailable is thrown.
 */
export interface ObjectStore {
  put(bucket: string, key: string, body: Uint8Array, sha256: string, options: WriteOptions): Promise<Written>;
  upload(bucket: string, key: string, options: WriteOptions): Promise<Upload>;
  /** @throws VaultNotFound */
  get(bucket: string, key: string, versionId?: string): Promise<OpenedObject>;
  head(bucket: string, key: string, versionId?: string): Promise<ObjectHead | null>;
  /** null where the version has no lock. @throws VaultNotFound */
  retention(bucket: string, key: string, versionId?: string): Promise<Retention | null>;
  /** Sets or lengthens. @throws VaultForbidden where it would shorten or weaken */
  retain(bucket: string, key: string, versionId: string | undefined, lock: Lock): Promise<void>;
  /** Keys under a prefix in the order of their bytes, current versions only. */
  list(bucket: string, prefix: string): AsyncIterable<{ readonly key: string; readonly size: number }>;
  close(): void;
}
