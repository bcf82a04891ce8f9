import type { Readable } from 'node:stream';
import { contentName } from '@guidang/contracts';
import { resume, start } from './chunks.ts';
import { type Measured, Meter, measured } from './meter.ts';
import { keyOf } from './name.ts';
import { settled } from './settle.ts';
import { Spool } from './spool.ts';
import type { ObjectStore, WriteOptions, Written } from './store.ts';
import { type LeftBehind, uploadParts } from './upload-parts.ts';
import type { PutOptions, Stored } from './vault.ts';

/** Up to here an object is held in memory and put in one request. */
const WHOLE_BYTES = 8 * 1024 ** 2;

export interface Writer {
  readonly store: ObjectStore;
  readonly spoolFolder: string;
  readonly leftBehind: (what: LeftBehind) => void;
}

interface Job {
  readonly bucket: string;
  readonly options: PutOptions;
  readonly write: WriteOptions;
  readonly meter: Meter;
}

/**
 * Three ways in, by what is known when. Small: held, digested, put at once. Large with its key known (announced digest, or a key
 * of its own): streamed to where it belongs, and not completed unless it is what was announced. Large and unknown: to the
 * local disk while it is digested, then from there; a copy inside the store would need a delete, which no service may do.
 */
export async function write(
  writer: Writer,
  bucket: string,
  source: Readable | Uint8Array,
  options: PutOptions,
): Promise<Stored> {
  const { expect, maxBytes, lock, replace = false } = options;
  const meter = new Meter(expect, maxBytes);
  const job: Job = { bucket, options, meter, write: { replace, ...(lock && { lock }) } };
  if (source instanceof Uint8Array) {
    meter.add(source);
    return whole(writer, job, source);
  }
  const chunks = measured(source, meter);
  try {
    const { read, ended } = await start(chunks, WHOLE_BYTES);
    if (ended) return await whole(writer, job, Buffer.concat(read));
    const rest = resume(read, chunks);
    const key = options.key ?? (expect?.sha256 === undefined ? undefined : keyOf(contentName(expect.sha256)));
    return await (key === undefined ? spooled(writer, job, rest) : straight(writer, job, key, rest));
  } finally {
    await chunks.return(undefined);
  }
}

async function whole({ store }: Writer, { bucket, options, write, meter }: Job, body: Uint8Array): Promise<Stored> {
  const found = meter.verified();
  const key = options.key ?? keyOf(contentName(found.sha256));
  return settled({ store, bucket, key, options }, found, await store.put(bucket, key, body, found.sha256, write));
}

async function straight(
  writer: Writer,
  { bucket, options, write, meter }: Job,
  key: string,
  chunks: AsyncIterable<Buffer>,
): Promise<Stored> {
  const { store, leftBehind } = writer;
  const place = { store, bucket, key, options };
  if (!write.replace && (await store.head(bucket, key)) !== null) {
    // Somebody was here before: the source is still read to its end, because it must be what was announced.
    for await (const _ of chunks);
    return settled(place, meter.verified(), { created: false });
  }
  const target = { store, bucket, key, options: write, leftBehind };
  const written = await uploadParts(target, chunks, () => void meter.verified());
  return settled(place, meter.verified(), written);
}

async function spooled(
  writer: Writer,
  { bucket, options, write, meter }: Job,
  chunks: AsyncIterable<Buffer>,
): Promise<Stored> {
  const { store, leftBehind } = writer;
  const spool = await Spool.open(writer.spoolFolder);
  try {
    for await (const chunk of chunks) await spool.write(chunk);
    const found: Measured = meter.verified();
    const key = keyOf(contentName(found.sha256));
    const there = write.replace ? null : await store.head(bucket, key);
    const target = { store, bucket, key, options: write, leftBehind };
    const sent = new Meter({ sha256: found.sha256, size: found.size });
    const written: Written =
      there === null
        ? await uploadParts(target, passing(spool.read(), sent), () => void sent.verified())
        : { created: false };
    return settled({ store, bucket, key, options }, found, written);
  } finally {
    await spool.close();
  }
}

/** What comes back from the disk is measured again: what is sent must be what was digested. */
async function* passing(chunks: AsyncIterable<Buffer>, meter: Meter): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    meter.add(chunk);
    yield chunk;
  }
}
