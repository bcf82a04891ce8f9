import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  NoSuchUpload,
  PutObjectCommand,
  PutObjectRetentionCommand,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { VaultUnavailable, type Where } from './errors.ts';
import { hexOf, sizeOf, type Versioned, versioned } from './headers.ts';
import type { Place } from './place.ts';
import { refusal } from './refusal.ts';
import type { Lock, ObjectHead, OpenedObject, Retention, WriteOptions } from './store.ts';

/** What stores say of a version without a lock; the last is a bucket that knows no locks, a code used for other things too. */
const unlocked = ({ name, message }: S3ServiceException): boolean =>
  ['NoSuchObjectLockConfiguration', 'ObjectLockConfigurationNotFoundError'].includes(name) ||
  (name === 'InvalidRequest' && /object lock/i.test(message));

const locked = (lock: Lock | undefined) => lock && { ObjectLockMode: lock.mode, ObjectLockRetainUntilDate: lock.until };

/** S3 through its SDK: the one file that knows it. Errors are ours; nothing is retried here but by the caller. */
export class S3 {
  readonly #client: S3Client;

  constructor({ endpoint, region, credentials }: Place) {
    this.#client = new S3Client({
      endpoint,
      region,
      credentials,
      forcePathStyle: true,
      maxAttempts: 1,
      // The SDK's own checksums would digest everything a second time: the payload is signed and its digest given by us.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  put(where: Where, body: Uint8Array, sha256: string, { lock, replace }: WriteOptions): Promise<Versioned> {
    const ChecksumSHA256 = Buffer.from(sha256, 'hex').toString('base64');
    const input = {
      ...named(where),
      Body: body,
      ChecksumSHA256,
      ...locked(lock),
      ...(!replace && { IfNoneMatch: '*' }),
    };
    return answered(where, async () => versioned((await this.#client.send(new PutObjectCommand(input))).VersionId));
  }

  get(where: Where, versionId?: string): Promise<OpenedObject> {
    return answered(where, async () => {
      const found = await this.#client.send(new GetObjectCommand({ ...named(where), VersionId: versionId }));
      return { body: found.Body as Readable, size: sizeOf(where, found.ContentLength), ...versioned(found.VersionId) };
    });
  }

  head(where: Where, versionId?: string): Promise<ObjectHead> {
    return answered(where, async () => {
      const input = { ...named(where), VersionId: versionId, ChecksumMode: 'ENABLED' } as const;
      const found = await this.#client.send(new HeadObjectCommand(input));
      const whole = found.ChecksumType !== 'COMPOSITE' && found.ChecksumSHA256 !== undefined;
      return {
        size: sizeOf(where, found.ContentLength),
        ...versioned(found.VersionId),
        ...(whole && { sha256: hexOf(found.ChecksumSHA256!) }),
      };
    });
  }

  /** @returns the upload's id */
  begin(where: Where, { lock }: WriteOptions): Promise<string> {
    return answered(where, async () => {
      const begun = await this.#client.send(new CreateMultipartUploadCommand({ ...named(where), ...locked(lock) }));
      return begun.UploadId!;
    });
  }

  complete(where: Where, id: string, etags: readonly string[], { replace }: WriteOptions): Promise<Versioned> {
    const Parts = etags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
    const input = { ...named(where), UploadId: id, MultipartUpload: { Parts }, ...(!replace && { IfNoneMatch: '*' }) };
    return answered(where, async () =>
      versioned((await this.#client.send(new CompleteMultipartUploadCommand(input))).VersionId),
    );
  }

  /** Gives an upload up; one that is gone already is given up. */
  abort(where: Where, id: string): Promise<void> {
    return answered(where, async () => {
      try {
        await this.#client.send(new AbortMultipartUploadCommand({ ...named(where), UploadId: id }));
      } catch (error) {
        if (!(error instanceof NoSuchUpload)) throw error;
      }
    });
  }

  retention(where: Where, versionId?: string): Promise<Retention | null> {
    return answered(where, async () => {
      try {
        const command = new GetObjectRetentionCommand({ ...named(where), VersionId: versionId });
        const { Mode, RetainUntilDate } = (await this.#client.send(command)).Retention ?? {};
        return Mode && RetainUntilDate ? { mode: Mode, until: RetainUntilDate } : null;
      } catch (error) {
        if (error instanceof S3ServiceException && unlocked(error)) return null;
        throw error;
      }
    });
  }

  async retain(where: Where, versionId: string | undefined, lock: Lock): Promise<void> {
    const Retention = { Mode: lock.mode, RetainUntilDate: lock.until };
    const command = new PutObjectRetentionCommand({ ...named(where), VersionId: versionId, Retention });
    await answered(where, () => this.#client.send(command));
  }

  async *list(bucket: string, prefix: string): AsyncGenerator<{ key: string; size: number }> {
    const pages = paginateListObjectsV2({ client: this.#client }, { Bucket: bucket, Prefix: prefix });
    while (true) {
      const { done, value } = await answered({ bucket, key: prefix }, () => pages.next());
      if (done) return;
      for (const { Key, Size } of value.Contents ?? []) if (Key !== undefined) yield { key: Key, size: Size ?? 0 };
    }
  }

  close(): void {
    this.#client.destroy();
  }
}

const named = ({ bucket, key }: Where) => ({ Bucket: bucket, Key: key });

async function answered<T>(where: Where, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof S3ServiceException) {
      throw refusal(where, error.$metadata.httpStatusCode ?? 0, error.name, error.message);
    }
    // What is not an answer of the service is a connection that failed: the SDK has no class for it.
    const { code, message } = error as NodeJS.ErrnoException;
    throw new VaultUnavailable(where, code ?? message, { cause: error });
  }
}
