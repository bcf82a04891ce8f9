import { hash } from 'node:crypto';
import { Direct } from './direct.ts';
import { VaultNotFound, VaultUnavailable, type Where } from './errors.ts';
import type { Versioned } from './headers.ts';
import type { Place } from './place.ts';
import { collected } from './reading.ts';
import { AlreadyThere } from './refusal.ts';
import { type RetryOptions, retrying } from './retry.ts';
import type { S3 } from './s3.ts';
import type { Lock, ObjectHead, ObjectStore, OpenedObject, Retention, Upload, WriteOptions, Written } from './store.ts';
import { Wire, type WireOptions } from './wire.ts';

export interface S3Options extends RetryOptions, WireOptions {
  /** Who puts, gets and heads: our own requests, or the SDK (for comparison, and for a store that wants what only it does). */
  readonly client: 'direct' | 'sdk';
}

/**
 * From here a key is looked at before bytes are sent to it. A store refuses a conditional put from its headers and hangs up while
 * the body is still coming, so that the sender of a large one meets a broken connection in the place of the answer.
 */
const LOOK_FIRST = 256 * 1024;

/** A place as an object store. The SDK costs a tenth of a second and 34 MB to load: only who asks for what needs it pays. */
export class S3Store implements ObjectStore {
  readonly #place: Place;
  readonly #options: S3Options;
  readonly #wire: Wire;
  readonly #direct: Direct;
  #sdk: Promise<S3> | undefined;

  constructor(place: Place, options: S3Options) {
    this.#place = place;
    this.#options = options;
    this.#wire = new Wire(place, options);
    this.#direct = new Direct(this.#wire);
  }

  put(bucket: string, key: string, body: Uint8Array, sha256: string, options: WriteOptions): Promise<Written> {
    const where = { bucket, key };
    let attempts = 0;
    return ifNew(() =>
      this.#retry(async () => {
        attempts += 1;
        const hot = await this.#hot();
        const look = !options.replace && (attempts > 1 || body.length >= LOOK_FIRST);
        if (look && (await thereAlready(hot, where))) throw new AlreadyThere('seen before sending');
        return hot.put(where, body, sha256, options);
      }),
    );
  }

  get(bucket: string, key: string, versionId?: string): Promise<OpenedObject> {
    return this.#retry(async () => (await this.#hot()).get({ bucket, key }, versionId));
  }

  async head(bucket: string, key: string, versionId?: string): Promise<ObjectHead | null> {
    try {
      return await this.#retry(async () => (await this.#hot()).head({ bucket, key }, versionId));
    } catch (error) {
      if (error instanceof VaultNotFound) return null;
      throw error;
    }
  }

  async upload(bucket: string, key: string, options: WriteOptions): Promise<Upload> {
    const where = { bucket, key };
    const s3 = await this.#s3();
    const id = await this.#retry(() => s3.begin(where, options));
    const etags: string[] = [];
    const abort = (): Promise<void> => this.#retry(() => s3.abort(where, id));
    return {
      part: async (number, body) => {
        etags[number - 1] = await this.#retry(() => this.#part(where, id, number, body));
      },
      complete: async () => {
        const written = await ifNew(() => this.#retry(() => completed(s3, where, id, etags, options)));
        if (!written.created) await abort();
        return written;
      },
      abort,
    };
  }

  retention(bucket: string, key: string, versionId?: string): Promise<Retention | null> {
    return this.#retry(async () => (await this.#s3()).retention({ bucket, key }, versionId));
  }

  retain(bucket: string, key: string, versionId: string | undefined, lock: Lock): Promise<void> {
    return this.#retry(async () => (await this.#s3()).retain({ bucket, key }, versionId, lock));
  }

  async *list(bucket: string, prefix: string): AsyncGenerator<{ key: string; size: number }> {
    yield* (await this.#s3()).list(bucket, prefix);
  }

  close(): void {
    this.#wire.close();
    void this.#sdk?.then((s3) => s3.close());
  }

  #retry<T>(ask: () => Promise<T>): Promise<T> {
    return retrying(this.#options, ask);
  }

  async #hot(): Promise<Direct | S3> {
    return this.#options.client === 'sdk' ? this.#s3() : this.#direct;
  }

  #s3(): Promise<S3> {
    this.#sdk ??= import('./s3.ts').then(({ S3 }) => new S3(this.#place));
    return this.#sdk;
  }

  async #part(where: Where, uploadId: string, number: number, bytes: Buffer): Promise<string> {
    const query = { partNumber: String(number), uploadId };
    const answer = await this.#wire.ask({
      method: 'PUT',
      ...where,
      query,
      body: { bytes, sha256: hash('sha256', bytes) },
    });
    await collected(answer, where);
    const { etag } = answer.headers;
    if (etag === undefined) throw new VaultUnavailable(where, `part ${number} was answered without an ETag`);
    return etag;
  }
}

/** An upload that is gone was completed by an attempt whose answer got lost: the object is there, and the writer looks at it. */
async function completed(
  s3: S3,
  where: Where,
  id: string,
  etags: readonly string[],
  options: WriteOptions,
): Promise<Versioned> {
  try {
    return await s3.complete(where, id, etags, options);
  } catch (error) {
    if (error instanceof VaultNotFound) throw new AlreadyThere('NoSuchUpload');
    throw error;
  }
}

async function thereAlready(hot: Direct | S3, where: Where): Promise<boolean> {
  try {
    await hot.head(where);
    return true;
  } catch (error) {
    if (error instanceof VaultNotFound) return false;
    throw error;
  }
}

async function ifNew(write: () => Promise<Versioned>): Promise<Written> {
  try {
    return { created: true, ...(await write()) };
  } catch (error) {
    if (error instanceof AlreadyThere) return { created: false };
    throw error;
  }
}
