import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { DigestMismatch, type Expected, SizeMismatch } from '@guidang/vault';
import type { ClientOptions, PublisherClient, UploadedFile, UploadOptions } from './client.ts';
import { emptyFile } from './errors.ts';
import { type Answer, type Exchange, openExchange } from './exchange.ts';
import { madeForm } from './form.ts';
import { type Envelope, judged } from './judge.ts';
import { PATIENCE, type Patience, patiently } from './patience.ts';
import { errorOf } from './problem.ts';
import { type Digests, digestsOf, opened, Passing, type Source } from './source.ts';
import { Turns } from './turns.ts';

/** For systems that have no bus: everything goes through intake. */
export interface HttpDoor extends ClientOptions {
  readonly door: 'http';
  /** e.g. https://intake.example.gov.cn */
  readonly url: string;
  /** The system's API key. */
  readonly key: string;
}

/** One request carries at most so much (intake takes 500 events and 8 MiB). */
const MOST_EVENTS = 500;
const MOST_BYTES = 4 * 1024 * 1024;

export function openHttpDoor(options: HttpDoor): PublisherClient {
  const { url, key, now = Date.now } = options;
  const patience = { ...PATIENCE, ...options.patience };
  const exchange = openExchange(url);
  const turns = new Turns();
  const authorization = { authorization: `Bearer ${key}` };
  const upload = (source: Source, { expect }: UploadOptions = {}): Promise<UploadedFile> =>
    put(exchange, authorization, source, expect, patience);
  return {
    upload,
    async form(filled, name = '申请表单.json') {
      const { bytes, reference } = madeForm(filled);
      return { file: { name, ...(await upload(bytes)), mediaType: 'application/json' }, reference };
    },
    async publish(events, { traceparent } = {}) {
      const envelopes = judged(events, now());
      const headers = { ...authorization, ...(traceparent !== undefined && { traceparent }) };
      const cases = Map.groupBy(envelopes, (envelope) => envelope.case);
      await Promise.all(
        [...cases].map(([caseNumber, ofCase]) =>
          turns.run(caseNumber, async () => {
            for (const part of parts(ofCase))
              await patiently(() => post(exchange, headers, caseNumber, part), patience);
          }),
        ),
      );
      return envelopes.map(({ id }) => id);
    },
    async close() {
      await turns.idle();
      exchange.close();
    },
  };
}

async function post(
  exchange: Exchange,
  headers: Record<string, string>,
  caseNumber: string,
  envelopes: readonly Envelope[],
): Promise<void> {
  const values = envelopes.map(({ value }) => value.toString('utf8'));
  const body = Buffer.from(values.length === 1 ? values[0]! : `[${values.join(',')}]`);
  const answer = await exchange.ask({
    method: 'POST',
    path: `/v1/cases/${encodeURIComponent(caseNumber)}/events`,
    headers: {
      ...headers,
      'content-type': 'application/json',
      'content-length': body.length,
      // The same events are the same request, also after this process was started anew.
      'idempotency-key': createHash('sha256').update(body).digest('hex'),
    },
    body,
  });
  if (answer.status !== 202) throw errorOf(answer);
}

/** Cuts what belongs to one case into requests. */
function* parts(envelopes: readonly Envelope[]): Generator<Envelope[]> {
  let part: Envelope[] = [];
  let bytes = 0;
  for (const envelope of envelopes) {
    if (part.length > 0 && (part.length === MOST_EVENTS || bytes + envelope.value.length > MOST_BYTES)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(envelope);
    bytes += envelope.value.length;
  }
  if (part.length > 0) yield part;
}

/**
 * What can be read twice is digested first, so that the archive knows from the start what has to come; what cannot is digested on the way, and
 * compared with what the archive found.
 */
async function put(
  exchange: Exchange,
  headers: Record<string, string>,
  source: Source,
  said: UploadOptions['expect'],
  patience: Patience,
): Promise<UploadedFile> {
  const { again, size, read } = await opened(source);
  if (size === 0) throw emptyFile();
  if (!again) {
    const meter = new Passing();
    const stream = Readable.from(meter.through(read()), { objectMode: false });
    const found = await patiently(() => sent(exchange, headers, stream, said, true), { ...patience, totalMs: 0 });
    compare(meter.digests(), found);
    return found;
  }
  const own = await digestsOf(read());
  compare(said ?? {}, own);
  return patiently(() => sent(exchange, headers, read(), own), patience);
}

async function sent(
  exchange: Exchange,
  headers: Record<string, string>,
  body: Readable,
  { sha256, sm3, size }: Expected = {},
  alone = false,
): Promise<UploadedFile> {
  const answer = await exchange.ask({
    method: 'PUT',
    path: '/v1/files',
    headers: {
      ...headers,
      'content-type': 'application/octet-stream',
      ...(size !== undefined && { 'content-length': size }),
      ...(sha256 !== undefined && { 'x-sha256': sha256 }),
      ...(sm3 !== undefined && { 'x-sm3': sm3 }),
    },
    body,
    alone,
  });
  if (answer.status !== 200 && answer.status !== 201) throw errorOf(answer);
  return uploadedOf(answer);
}

function uploadedOf({ text }: Answer): UploadedFile {
  const { content, sha256, sm3, size } = JSON.parse(text) as UploadedFile;
  return { content, sha256, sm3, size };
}

function compare(expected: Expected, found: Digests): void {
  if (expected.size !== undefined && expected.size !== found.size) throw new SizeMismatch(expected.size, found.size);
  for (const algorithm of ['sha256', 'sm3'] as const) {
    const said = expected[algorithm];
    if (said !== undefined && said !== found[algorithm]) throw new DigestMismatch(algorithm, said, found[algorithm]);
  }
}
