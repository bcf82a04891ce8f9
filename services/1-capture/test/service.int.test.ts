import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  CASE_FEEDBACK,
  type CaptureLink,
  type CaseEvent,
  type Feedback,
  type OutRecord,
  type Parked,
  partitionOf,
  type RawRecord,
  schemeKey,
} from '@guidang/contracts';
import { applyTopics, type OwnBroker, ownBroker } from '@guidang/infra-local';
import {
  type Publisher as KafkaPublisher,
  type LogEntry,
  type LogReader,
  openPublisher as openKafkaPublisher,
  openReader,
} from '@guidang/stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { audited, recordOf } from './chain.ts';
import {
  accepted,
  added,
  again,
  amended,
  CASE,
  closed,
  file,
  issued,
  replaced,
  SOURCE,
  step,
  withdrawn,
} from './events.ts';
import { openPublisher, type Publisher, says } from './publisher.ts';
import { ownDatabase, PLACES, realVault } from './real.ts';
import { SCHEME } from './scheme.ts';

const WAIT = { timeout: 30_000, interval: 100 };
const PARTITION = partitionOf(CASE, 4);
const vault = realVault();
const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(3_000), Buffer.from('%%EOF\n')]);
const content = `sha256:${createHash('sha256').update(bytes).digest('hex')}` as const;

let broker: OwnBroker;
let database: Awaited<ReturnType<typeof ownDatabase>>;
let files: Publisher;
let kafka: KafkaPublisher;
let reader: LogReader;
let child: ChildProcess;
let out = '';
let everything = '';

async function start(): Promise<void> {
  out = '';
  child = spawn(process.execPath, [new URL('../src/main.ts', import.meta.url).pathname], {
    env: {
      PATH: process.env.PATH!,
      KAFKA_BROKERS: broker.brokers.join(','),
      SESSION_TIMEOUT_MS: '3000',
      DATABASE_URL: database.url,
      VAULT_PLACES: JSON.stringify(PLACES),
      FETCH_HOSTS: JSON.stringify([{ host: '127.0.0.1', sources: [SOURCE], private: true, ports: [files.port] }]),
      HEALTH_PORT: '0',
      LOG_LEVEL: 'debug',
    },
  });
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (text) => {
      out += text;
      everything += text;
    });
  const port = await vi.waitUntil(() => /"health":(\d+)/.exec(out)?.[1], WAIT);
  await vi.waitUntil(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200, WAIT);
}

async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill(signal);
  return ended;
}

const outRecord = (event: CaseEvent): OutRecord => {
  const { value, headers } = recordOf(event, 0);
  return { topic: 'case.events', partition: PARTITION, key: CASE, value: value!, headers };
};
const say = (...events: CaseEvent[]): Promise<void> => kafka.publish(events.map(outRecord));

async function read(topic: string): Promise<RawRecord[]> {
  const { start, end } = await reader.extent(topic, PARTITION);
  const entries: LogEntry[] = [];
  for await (const entry of reader.scan(topic, PARTITION, start, end)) entries.push(entry);
  return entries.flatMap((entry) => (entry.kind === 'record' ? [entry.record] : []));
}
const jsonOf = <T>(record: RawRecord): T => JSON.parse(Buffer.from(record.value!).toString());
const links = async (): Promise<CaptureLink[]> => (await read('archive.capture')).map(jsonOf<CaptureLink>);
const types = async (): Promise<string[]> => (await links()).map(({ type }) => type);
const until = async (n: number): Promise<void> =>
  expect.poll(async () => (await types()).length, { timeout: 30_000 }).toBe(n);

/** Every link decided again from the records that lie in the topics. */
async function judged(): Promise<unknown[]> {
  const outputs = await read('archive.capture');
  const inputs = new Map((await read('case.events')).map((record) => [record.offset, record]));
  return audited(
    outputs,
    outputs.map((output) => inputs.get(jsonOf<CaptureLink>(output).input.offset)!),
  );
}

beforeAll(async () => {
  [broker, database, files] = await Promise.all([ownBroker('capture'), ownDatabase(), openPublisher()]);
  await applyTopics(broker.brokers);
  const options = { brokers: broker.brokers, clientId: 'test' };
  [kafka, reader] = await Promise.all([openKafkaPublisher(options), openReader(options)]);
  const key = schemeKey(SCHEME.id, SCHEME.version);
  await kafka.publish([
    { topic: 'registry.schemes', partition: 0, key, value: Buffer.from(JSON.stringify(SCHEME)), headers: {} },
  ]);
  await vault.put('intake', bytes);
  files.on('/fetched', says(200, {}, Buffer.concat([bytes, Buffer.from(' ')])));
  await start();
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await kafka?.close();
  await reader?.close();
  await files?.close();
  vault.close();
  await broker?.discard();
  await database?.drop();
});

describe('capture as it runs', () => {
  const uploaded = { files: [file('a.pdf', { content })] };
  const first = added('m1', 'A01', uploaded);

  it('takes a case from its acceptance to its closing, and answers everything that comes between', async () => {
    const fetched = { files: [{ name: 'b.pdf', address: `http://127.0.0.1:${files.port}/fetched` }] };
    await kafka.publish([{ ...outRecord(step()), value: Buffer.from('{not json') }]);
    await say(
      accepted({ applicant: { ...acceptedForm() } }),
      first,
      again(first),
      added('m2', 'A02', fetched),
      added('m3', 'A90'),
      replaced('nobody', 'm4', 'A01', uploaded),
      step(),
      issued('r1', 'C01', uploaded),
      closed(),
    );
    await until(7);
    expect(await types()).toEqual([
      'CaseOpened',
      'MaterialCaptured',
      'MaterialCaptured',
      'MaterialRefused',
      'ProcessStepRecorded',
      'ResultCaptured',
      'CaseCaptured',
    ]);
    expect(await judged()).toEqual([]);
    const parked = (await read('archive.capture.parked')).map(jsonOf<Parked>);
    expect(parked.map(({ reason }) => reason)).toEqual(['MALFORMED', 'MATERIAL_UNKNOWN']);
    const told = (await read(CASE_FEEDBACK)).map(jsonOf<Feedback>);
    expect(told.map(({ type, missing }) => [type, missing])).toEqual([
      ['record.parked', undefined],
      ['dossier.opened', ['A01', 'A02']],
      ['dossier.missing', ['A02']],
      ['material.refused', []],
      ['record.parked', undefined],
      ['case.captured', []],
    ]);
  });

  it('hands on its chain as an object, and the files lie in the pre-archive bucket', async () => {
    const closing = (await links()).at(-1)!;
    if (closing.type !== 'CaseCaptured') throw new Error(closing.type);
    const { chain, dossier } = closing.body;
    const before = (await read('archive.capture')).slice(0, -1).map(({ value }) => Buffer.from(value!).toString());
    const object = await vault.read('prearchive', chain.content, chain.size);
    expect(object.toString()).toBe(before.map((line) => `${line}\n`).join(''));
    for (const { files: held } of dossier.materials)
      for (const { content: name } of held) expect(await vault.has('prearchive', name)).toBe(true);
  });

  it('goes on where it was after a stop, and after it was killed', async () => {
    expect(await end('SIGTERM')).toBe(0);
    await start();
    await say(amended(), added('m5', 'A90', uploaded));
    await until(9);
    await end('SIGKILL');
    await say(closed('refused'));
    await start();
    await until(10);
    await say(amended(), withdrawn(), step());
    await until(12);
    expect((await types()).slice(7)).toEqual([
      'CaseReopened',
      'MaterialCaptured',
      'CaseCaptured',
      'CaseReopened',
      'CaseWithdrawn',
    ]);
    expect(await judged()).toEqual([]);
    const second = (await links())[9]!;
    expect(second.body).toMatchObject({ round: 2, complete: true, chain: { links: 9 } });
  });

  it('says nothing of a case in its log', () => {
    expect(everything).toContain('a record was parked');
    for (const word of [CASE, 'a.pdf', 'm5', content, '材料']) expect(everything).not.toContain(word);
  });
});

/** The form lies in the intake bucket as well. */
function acceptedForm(): object {
  return { kind: '2', reference: `commit:${'ab'.repeat(32)}`, form: file('form.pdf', { content }) };
}
