import { CASE_EVENTS } from '@guidang/contracts';
import { type ClientLog, openPublisher } from '@guidang/stream';
import { type Place, type Stored, s3Vault, type Vault, VaultError } from '@guidang/vault';
import type { ClientOptions, PublisherClient, UploadedFile, UploadOptions } from './client.ts';
import { emptyFile } from './errors.ts';
import { madeForm } from './form.ts';
import { type Envelope, judged } from './judge.ts';
import { Outbox, type Unplaced } from './outbox.ts';
import { NotNow, PATIENCE, type Patience, patiently } from './patience.ts';
import { digestsOf, opened, type Source } from './source.ts';

/** For systems that may write to the bus and to the intake store themselves. */
export interface KafkaDoor extends ClientOptions {
  readonly door: 'kafka';
  readonly brokers: readonly string[];
  /** Where the intake store is, with a credential that may put. */
  readonly place: Place;
  readonly bucket?: string | undefined;
  readonly clientId?: string | undefined;
  readonly log?: ClientLog | undefined;
}

/** A door to the bus, and how much waits in it. */
export interface OpenKafkaDoor extends PublisherClient {
  /** Bytes of events that the broker has not yet taken. */
  readonly waitingBytes: number;
}

/** Beyond this a file is digested before it is sent: then it goes straight to its name, without a stop on the local disk. */
const DIGESTED_FIRST_BYTES = 8 * 1024 * 1024;

export async function openKafkaDoor(options: KafkaDoor): Promise<OpenKafkaDoor> {
  const { brokers, place, bucket = 'intake', clientId = 'guidang-sdk', log, now = Date.now } = options;
  const patience = { ...PATIENCE, ...options.patience };
  const vault = s3Vault(place);
  const kafka = { brokers, clientId, ...(log && { log }) };
  const outbox = new Outbox(() => openPublisher(kafka), patience);
  const upload = (source: Source, { expect }: UploadOptions = {}): Promise<UploadedFile> =>
    put(vault, bucket, source, expect, patience);
  return {
    upload,
    async form(filled, name = '申请表单.json') {
      const { bytes, reference } = madeForm(filled);
      return { file: { name, ...(await upload(bytes)), mediaType: 'application/json' }, reference };
    },
    async publish(events, { traceparent } = {}) {
      const envelopes = judged(events, now());
      await outbox.append(envelopes.map((envelope) => recordOf(envelope, traceparent)));
      return envelopes.map(({ id }) => id);
    },
    get waitingBytes() {
      return outbox.waitingBytes;
    },
    async close() {
      await outbox.close();
      vault.close();
    },
  };
}

const recordOf = ({ case: key, value, headers }: Envelope, traceparent: string | undefined): Unplaced => ({
  topic: CASE_EVENTS,
  key,
  value,
  headers: traceparent === undefined ? headers : { ...headers, traceparent },
});

/** Reads the source, once or as often as patience allows, and stores it. */
async function put(
  vault: Vault,
  bucket: string,
  source: Source,
  said: UploadOptions['expect'],
  patience: Patience,
): Promise<UploadedFile> {
  const { again, size, read } = await opened(source);
  const first = again && size !== undefined && size > DIGESTED_FIRST_BYTES;
  const expect = { ...(first && (await digestsOf(read()))), ...said };
  const once = (): Promise<Stored> => vault.put(bucket, source instanceof Uint8Array ? source : read(), { expect });
  const stored = await (again ? patiently(() => once().catch(notNow), patience) : once());
  if (stored.size === 0) throw emptyFile();
  return { content: stored.name, sha256: stored.sha256, sm3: stored.sm3, size: stored.size };
}

function notNow(cause: unknown): never {
  if (cause instanceof VaultError && cause.retryable)
    throw new NotNow('存储未应答 / the store did not answer', { cause });
  throw cause;
}
