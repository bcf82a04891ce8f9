import { hash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { pipeline } from 'node:stream';
import { resolved } from './address.ts';
import { VaultCorrupt, VaultTooLarge } from './errors.ts';
import { lengthen, wholeSeconds } from './lengthen.ts';
import { collected, reading } from './reading.ts';
import type { ObjectStore } from './store.ts';
import type { LeftBehind } from './upload-parts.ts';
import type { Vault } from './vault.ts';
import { VerifiedStream } from './verified-stream.ts';
import { write } from './write.ts';

export interface VaultOptions {
  /** Folder on the local disk for large sources whose digest is not announced. Default: the system's temporary folder. */
  readonly spoolFolder?: string;
  /** Told of multipart uploads that could not be given up. Default: a warning of the process. */
  readonly leftBehind?: (what: LeftBehind) => void;
}

const warn = ({ bucket, key, cause }: LeftBehind): void =>
  process.emitWarning(`上传未能撤销 / an upload could not be given up: ${bucket}/${key} (${String(cause)})`);

/** The vault over any object store: the same rules whether the store is S3 or memory. */
export function vaultOver(store: ObjectStore, { spoolFolder = tmpdir(), leftBehind = warn }: VaultOptions = {}): Vault {
  const writer = { store, spoolFolder, leftBehind };
  const head: Vault['head'] = (bucket, at) => {
    const { key, versionId } = resolved(at);
    return store.head(bucket, key, versionId);
  };
  return {
    put: (bucket, source, options = {}) =>
      write(writer, bucket, source, options.lock ? { ...options, lock: wholeSeconds(options.lock) } : options),

    async get(bucket, at, options = {}) {
      const { key, versionId, sha256 } = resolved(at);
      const opened = await store.get(bucket, key, versionId);
      const expected = { sha256, sm3: options.sm3, size: opened.size };
      const stream = new VerifiedStream({ bucket, key }, expected, opened.versionId);
      // A failure of the body destroys the stream with it, so the consumer is told; there is nobody else to tell.
      pipeline(reading(opened.body, { bucket, key }), stream, () => undefined);
      return stream;
    },

    async read(bucket, at, maxBytes) {
      const { key, versionId, sha256 } = resolved(at);
      const { body, size } = await store.get(bucket, key, versionId);
      if (size > maxBytes) {
        body.destroy();
        throw new VaultTooLarge(maxBytes, size);
      }
      const bytes = await collected(body, { bucket, key });
      if (bytes.length !== size) throw new VaultCorrupt({ bucket, key }, `${size} bytes`, `${bytes.length} bytes`);
      const found = sha256 === undefined ? undefined : hash('sha256', bytes);
      if (sha256 !== undefined && found !== sha256) throw new VaultCorrupt({ bucket, key }, sha256, found ?? '');
      return bytes;
    },

    head,
    has: async (bucket, at) => (await head(bucket, at)) !== null,

    lock(bucket, at, lock) {
      const { key, versionId } = resolved(at);
      return lengthen(store, { bucket, key, versionId }, lock);
    },

    retention(bucket, at) {
      const { key, versionId } = resolved(at);
      return store.retention(bucket, key, versionId);
    },

    list: (bucket, prefix = '') => store.list(bucket, prefix),
    close: () => store.close(),
  };
}
