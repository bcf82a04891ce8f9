import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApplicationForm, CASE_EVENTS, commitmentTo, parseCaseEvent, type RawRecord } from '@guidang/contracts';
import { applyTopics, type OwnBroker, ownBroker, readParts } from '@guidang/infra-local';
import { type LogReader, openReader } from '@guidang/stream';
import { s3Vault } from '@guidang/vault';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DigestMismatch, eventsFrom, type OpenKafkaDoor, openPublisherClient, SizeMismatch } from '../src/index.ts';
import { amended, brokenOff, SOURCE, streamOf } from './specimens.ts';

const { places } = readParts();
const { accounts, credentials, name, endpoint, region } = places[0]!;
const place = { name, endpoint, region, credentials: accounts.publisher };
const from = eventsFrom(SOURCE);
const digests = (bytes: Uint8Array) => ({
  sha256: createHash('sha256').update(bytes).digest('hex'),
  sm3: createHash('sm3').update(bytes).digest('hex'),
  size: bytes.length,
});

let broker: OwnBroker;
let client: OpenKafkaDoor;
let reader: LogReader;
/** As whoever looks after what has arrived. */
const vault = s3Vault({ ...place, credentials });

beforeAll(async () => {
  broker = await ownBroker('sdk');
  await applyTopics(broker.brokers);
  reader = await openReader({ brokers: broker.brokers, clientId: 'test' });
  client = await openPublisherClient({ door: 'kafka', brokers: broker.brokers, place, patience: { totalMs: 90_000 } });
});
afterAll(async () => {
  await client?.close();
  await reader?.close();
  vault.close();
  await broker?.discard();
});

/** Records of a case in the order in which they lie. */
async function recordsOf(...cases: string[]): Promise<RawRecord[]> {
  const found: RawRecord[] = [];
  for (const partition of await reader.partitions(CASE_EVENTS)) {
    const { start, end } = await reader.extent(CASE_EVENTS, partition);
    for await (const entry of reader.scan(CASE_EVENTS, partition, start, end))
      if (entry.kind === 'record' && cases.includes(String(entry.record.key))) found.push(entry.record);
  }
  return found;
}

describe('publishing to the bus', () => {
  it('puts events where the archive finds and accepts them, with headers and trace', async () => {
    const event = from.amended('SDK-KAFKA-1', amended);
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    expect(await client.publish(event, { traceparent })).toEqual([event.id]);
    const [record] = await recordsOf('SDK-KAFKA-1');
    expect(parseCaseEvent(record!)).toEqual(event);
    expect(record!.headers).toMatchObject({ ce_id: event.id, ce_source: SOURCE, traceparent });
  });

  it('loses nothing and keeps the order of every case while the broker is killed again and again', async () => {
    const cases = Array.from({ length: 5 }, (_, n) => `SDK-KILL-${n}`);
    const published: Promise<unknown>[] = [];
    let done = false;
    const killing = (async () => {
      for (let n = 0; n < 3 && !done; n++) {
        await new Promise((resolve) => setTimeout(resolve, 700));
        broker.kill();
        await broker.start();
      }
    })();
    for (let n = 0; n < 300; n++) {
      for (const of of cases) published.push(client.publish(from.amended(of, { ...amended, reason: `${n}` })));
      await new Promise((resolve) => setTimeout(resolve, 8));
    }
    await Promise.all(published);
    done = true;
    await killing;
    const reasons = new Map<string, string[]>(cases.map((of) => [of, []]));
    // A broker that has just come back answers for each partition only once it leads it again.
    for (const record of await vi.waitFor(() => recordsOf(...cases), { timeout: 60_000, interval: 500 })) {
      const event = parseCaseEvent(record);
      const of = reasons.get(event.case)!;
      // The same event may lie there twice; what must not happen is that one is missing or comes before an earlier one.
      const { reason } = event.data as { reason: string };
      if (!of.includes(reason)) of.push(reason);
    }
    const expected = Array.from({ length: 300 }, (_, n) => `${n}`);
    for (const [of, found] of reasons) expect(found, of).toEqual(expected);
  });
});

describe('uploading into the intake store', () => {
  it.each([
    ['small', 3_000],
    ['large', 9 * 1024 * 1024],
  ])('a %s file from bytes, path and stream is one object', async (_, size) => {
    const bytes = randomBytes(size);
    const folder = mkdtempSync(join(tmpdir(), 'guidang-sdk-'));
    const path = join(folder, 'file');
    writeFileSync(path, bytes);
    try {
      for (const source of [bytes, path, streamOf(bytes)])
        expect(await client.upload(source)).toEqual({ content: `sha256:${digests(bytes).sha256}`, ...digests(bytes) });
    } finally {
      rmSync(folder, { recursive: true });
    }
    const stored = await vault.read('intake', `sha256:${digests(bytes).sha256}`, size);
    expect(stored.equals(bytes)).toBe(true);
  });

  it('refuses what is not what its publisher says, and names both digests', async () => {
    const bytes = randomBytes(1_000);
    const other = digests(randomBytes(1)).sha256;
    for (const source of [bytes, streamOf(bytes)]) {
      const error = await client.upload(source, { expect: { sha256: other } }).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(DigestMismatch);
      expect(error).toMatchObject({ expected: other, found: digests(bytes).sha256 });
    }
    await expect(client.upload(bytes, { expect: { size: 7 } })).rejects.toBeInstanceOf(SizeMismatch);
    expect(await vault.has('intake', `sha256:${digests(bytes).sha256}`)).toBe(false);
  });

  it('makes no object of a source that breaks off', async () => {
    const bytes = randomBytes(1_000);
    await expect(client.upload(brokenOff(bytes))).rejects.toThrow('the disk is gone');
    expect(await vault.has('intake', `sha256:${digests(bytes).sha256}`)).toBe(false);
  });

  it('does not take an empty file', async () => {
    await expect(client.upload(Buffer.alloc(0))).rejects.toMatchObject({ code: 'EMPTY_FILE' });
  });

  it('keeps the form as an object that opens the commitment', async () => {
    const filled = {
      case: 'SDK-KAFKA-1',
      applicant: { name: '陈嘉涵', identity: { type: '111', number: '440524188001010014' } },
      fields: [],
    };
    const { file, reference } = await client.form(filled);
    const form = ApplicationForm.parse(JSON.parse(String(await vault.read('intake', file.content!, 10_000))));
    expect(commitmentTo(form.salt, form.applicant.identity)).toBe(reference);
  });
});
