import { hash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { VaultForbidden, VaultNotFound, VaultRefused } from './errors.ts';
import type { Lock, ObjectHead, ObjectStore, Retention, Upload, WriteOptions, Written } from './store.ts';

interface Version {
  readonly id: string;
  body: Buffer;
  readonly sha256?: string;
  lock?: Retention;
}

/** An object store in memory with versions and locks, for tests; the same tests judge it and the real one. */
export class MemoryStore implements ObjectStore {
  readonly #objects = new Map<string, Version[]>();

  async put(bucket: string, key: string, body: Uint8Array, sha256: string, options: WriteOptions): Promise<Written> {
    const bytes = Buffer.from(body);
    if (hash('sha256', bytes) !== sha256) throw new VaultRefused({ bucket, key }, 'BadDigest');
    return this.#add(bucket, key, { id: randomUUID(), body: bytes, sha256 }, options);
  }

  async upload(bucket: string, key: string, options: WriteOptions): Promise<Upload> {
    const parts = new Map<number, Buffer>();
    return {
      part: async (number, body) => void parts.set(number, Buffer.from(body)),
      complete: async () => {
        const body = Buffer.concat([...parts].sort(([a], [b]) => a - b).map(([, part]) => part));
        return this.#add(bucket, key, { id: randomUUID(), body }, options);
      },
      abort: async () => parts.clear(),
    };
  }

  async get(bucket: string, key: string, versionId?: string) {
    const version = this.#find(bucket, key, versionId);
    if (!version) throw new VaultNotFound({ bucket, key });
    return {
      body: Readable.from([version.body], { objectMode: false }),
      size: version.body.length,
      versionId: version.id,
    };
  }

  async head(bucket: string, key: string, versionId?: string): Promise<ObjectHead | null> {
    const version = this.#find(bucket, key, versionId);
    if (!version) return null;
    const { id, body, sha256 } = version;
    return { size: body.length, versionId: id, ...(sha256 !== undefined && { sha256 }) };
  }

  async retention(bucket: string, key: string, versionId?: string): Promise<Retention | null> {
    const version = this.#find(bucket, key, versionId);
    if (!version) throw new VaultNotFound({ bucket, key });
    return version.lock ?? null;
  }

  async retain(bucket: string, key: string, versionId: string | undefined, lock: Lock): Promise<void> {
    const version = this.#find(bucket, key, versionId);
    if (!version) throw new VaultNotFound({ bucket, key });
    if (version.lock && version.lock.until > lock.until) throw new VaultForbidden({ bucket, key }, 'locked for longer');
    version.lock = lock;
  }

  async *list(bucket: string, prefix: string) {
    const keys = [...this.#objects.keys()].filter((path) => path.startsWith(`${bucket}/${prefix}`));
    for (const path of keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
      yield { key: path.slice(bucket.length + 1), size: this.#objects.get(path)!.at(-1)!.body.length };
    }
  }

  close(): void {}

  /** For tests: the disk rots. The newest version gets other bytes, and nothing else about it changes. */
  rot(bucket: string, key: string, body: Uint8Array): void {
    const version = this.#find(bucket, key);
    if (!version) throw new VaultNotFound({ bucket, key });
    version.body = Buffer.from(body);
  }

  #find(bucket: string, key: string, versionId?: string): Version | undefined {
    const versions = this.#objects.get(`${bucket}/${key}`);
    return versionId === undefined ? versions?.at(-1) : versions?.find(({ id }) => id === versionId);
  }

  #add(bucket: string, key: string, version: Version, { lock, replace }: WriteOptions): Written {
    const path = `${bucket}/${key}`;
    const versions = this.#objects.get(path) ?? [];
    if (versions.length > 0 && !replace) return { created: false };
    if (lock) version.lock = lock;
    this.#objects.set(path, [...versions, version]);
    return { created: true, versionId: version.id };
  }
}
