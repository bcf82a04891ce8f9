import { inParts } from './chunks.ts';
import type { ObjectStore, WriteOptions, Written } from './store.ts';

/** 10,000 parts are the most S3 takes: 78 GiB, four times the largest file we accept (contracts, LIMITS.fileBytes). */
const PART_BYTES = 8 * 1024 ** 2;

/** An upload that could not be given up: its parts take room until the store's own rule clears them. It is no object. */
export interface LeftBehind {
  readonly bucket: string;
  readonly key: string;
  readonly cause: unknown;
}

export interface Target {
  readonly store: ObjectStore;
  readonly bucket: string;
  readonly key: string;
  readonly options: WriteOptions;
  readonly leftBehind: (what: LeftBehind) => void;
}

/**
 * Sends chunks as a multipart upload, one part on its way while the next is filled: two or three parts of memory for any size.
 * `verify` is asked when all bytes have passed and before the object comes into being; if it throws, there is no object.
 */
export async function uploadParts(target: Target, chunks: AsyncIterable<Buffer>, verify: () => void): Promise<Written> {
  const { store, bucket, key, options } = target;
  const upload = await store.upload(bucket, key, options);
  let sending: Promise<void> = Promise.resolve();
  try {
    let number = 0;
    for await (const part of inParts(chunks, PART_BYTES)) {
      await sending;
      number += 1;
      sending = upload.part(number, part);
      // The failure is met at the next `await sending`; until then it must not count as unhandled.
      sending.catch(() => undefined);
    }
    await sending;
    verify();
    return await upload.complete();
  } catch (error) {
    // A part still on its way would be left behind by the abort.
    await Promise.allSettled([sending]);
    await upload.abort().catch((cause: unknown) => target.leftBehind({ bucket, key, cause }));
    throw error;
  }
}
