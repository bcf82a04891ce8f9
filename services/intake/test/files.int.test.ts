import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silent } from '../src/telemetry.ts';
import { ask, type Body, raw, requestHead } from './http.ts';
import { type OpenDoor, openWorld, type World } from './real.ts';
import { digestsOf, keyOf } from './specimens.ts';

const { key, seed } = keyOf('onestop');
const other = keyOf('land', 'https://land.example.gov.cn');
const MIB = 1024 * 1024;

let world: World;
let door: OpenDoor;
const gauges = new Map<string, () => number>();

beforeAll(async () => {
  world = await openWorld('intake-files', [seed, other.seed]);
  door = await world.door({}, { ...silent, watch: (name, read) => void gauges.set(name, read) });
});
afterAll(() => world?.close());

const octets = { 'content-type': 'application/octet-stream' };
const put = (body: Body, headers: Record<string, string> = {}) =>
  ask(`${door.url}/v1/files`, { key, method: 'PUT', headers: { ...octets, ...headers }, body });
const streamed = (bytes: Buffer, chunk = 60_000): Body =>
  Readable.toWeb(
    Readable.from(
      (function* () {
        for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
      })(),
      { objectMode: false },
    ),
  ) as unknown as Body;
const isStored = (bytes: Buffer): Promise<boolean> => world.vault.has('intake', `sha256:${digestsOf(bytes).sha256}`);

describe('an upload', () => {
  it.each([
    ['small', 1_000],
    ['large', 9 * MIB + 7],
  ])('of a %s file becomes an object under its own name, however it comes', async (_, size) => {
    const bytes = randomBytes(size);
    const digests = digestsOf(bytes);
    const announced = { 'x-sha256': digests.sha256, 'x-sm3': digests.sm3 };
    for (const answer of [
      await put(new Uint8Array(bytes)),
      await put(streamed(bytes)),
      await put(streamed(bytes), announced),
    ]) {
      expect(answer.status).toBe(201);
      expect(answer.json).toEqual({ content: `sha256:${digests.sha256}`, ...digests, size });
    }
    expect((await world.vault.read('intake', `sha256:${digests.sha256}`, size)).equals(bytes)).toBe(true);
  });

  it.each([
    ['x-sha256', 'sha256'],
    ['x-sm3', 'sm3'],
  ] as const)('with a wrong %s is refused naming both digests, and nothing is stored', async (header, algorithm) => {
    for (const size of [1_000, 9 * MIB]) {
      const bytes = randomBytes(size);
      const other = randomBytes(10);
      const answer = await put(streamed(bytes), { [header]: digestsOf(other)[algorithm] });
      expect(answer.status).toBe(422);
      expect(answer.json).toMatchObject({
        code: 'DIGEST_MISMATCH',
        algorithm,
        expected: digestsOf(other)[algorithm],
        found: digestsOf(bytes)[algorithm],
      });
      expect([await isStored(bytes), await isStored(other)]).toEqual([false, false]);
    }
  });

  it.each([
    ['a digest that is none', { 'x-sha256': 'abc' }, 400, 'BAD_REQUEST'],
    ['another type of content', { 'content-type': 'image/png' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['JSON', { 'content-type': 'application/json' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a form', { 'content-type': 'multipart/form-data; boundary=x' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('with %s is refused', async (_, headers, status, code) => {
    const bytes = randomBytes(100);
    const answer = await put(new Uint8Array(bytes), headers as Record<string, string>);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await isStored(bytes)).toBe(false);
  });

  it('of nothing is refused', async () => {
    for (const body of ['', streamed(Buffer.alloc(0))]) {
      const answer = await put(body);
      expect([answer.status, answer.json.code]).toEqual([422, 'EMPTY_FILE']);
    }
  });

  it('without a key is refused', async () => {
    const answer = await ask(`${door.url}/v1/files`, { method: 'PUT', headers: octets, body: 'x' });
    expect([answer.status, answer.json.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });
});

describe('an upload that breaks off', () => {
  const head = (headers: Record<string, string | number>): string =>
    requestHead('PUT', '/v1/files', { authorization: `Bearer ${key}`, ...octets, ...headers });

  it.each([
    ['small, of announced length', 1_000, (bytes: Buffer) => ({ 'content-length': bytes.length })],
    ['small, in chunks', 1_000, () => ({ 'transfer-encoding': 'chunked' })],
    ['large, of announced length', 18 * MIB, (bytes: Buffer) => ({ 'content-length': bytes.length })],
    [
      'large, announced by its digest',
      18 * MIB,
      (bytes: Buffer) => ({ 'content-length': bytes.length, 'x-sha256': digestsOf(bytes).sha256 }),
    ],
    ['large, in chunks', 18 * MIB, () => ({ 'transfer-encoding': 'chunked' })],
  ])('never becomes an object: %s', async (_, size, headers) => {
    const bytes = randomBytes(size);
    const sent = bytes.subarray(0, size - 100);
    const { socket, closed } = await raw(door.port);
    const said = headers(bytes);
    socket.write(head(said));
    if ('transfer-encoding' in said) socket.write(`${sent.length.toString(16)}\r\n`);
    socket.write(sent);
    if ('transfer-encoding' in said) socket.write('\r\n');
    // Everything that was sent has arrived before the connection goes.
    await expect.poll(() => socket.writableLength, { timeout: 20_000 }).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(gauges.get('uploads')!()).toBe(1);
    socket.destroy();
    await closed;
    await expect.poll(() => gauges.get('uploads')!(), { timeout: 20_000 }).toBe(0);
    expect([await isStored(bytes), await isStored(Buffer.from(sent))]).toEqual([false, false]);
  });

  it('leaves room for others', async () => {
    for (let n = 0; n < 20; n++) {
      const { socket, closed } = await raw(door.port);
      socket.write(head({ 'content-length': 1_000 }));
      socket.write(randomBytes(10));
      await new Promise((resolve) => setTimeout(resolve, 5));
      socket.destroy();
      await closed;
    }
    await expect.poll(() => gauges.get('uploads')!(), { timeout: 20_000 }).toBe(0);
    expect((await put(new Uint8Array(randomBytes(10)))).status).toBe(201);
  });
});

describe('an upload that is too large', () => {
  let small: OpenDoor;
  beforeAll(async () => {
    small = await world.door({ UPLOAD_MAX_BYTES: 10_000 });
  });
  const head = (headers: Record<string, string | number>): string =>
    requestHead('PUT', '/v1/files', { authorization: `Bearer ${key}`, ...octets, ...headers });

  it('is refused before it comes where its length is announced, and its sender is not kept', async () => {
    const { socket, received, closed } = await raw(small.port);
    socket.write(head({ 'content-length': 10_001 }));
    await closed;
    expect(received()).toMatch(/^HTTP\/1\.1 413 /);
    expect(received()).toContain('"code":"TOO_LARGE"');
    expect(received().toLowerCase()).toContain('connection: close');
  });

  it('is refused while it comes where it is not', async () => {
    const bytes = randomBytes(200_000);
    const answer = await ask(`${small.url}/v1/files`, { key, method: 'PUT', headers: octets, body: streamed(bytes) });
    expect([answer.status, answer.json.code, answer.json.expected]).toEqual([413, 'TOO_LARGE', 10_000]);
    expect(await isStored(bytes)).toBe(false);
  });

  it('is taken where it is as large as may be', async () => {
    const bytes = randomBytes(10_000);
    const answer = await ask(`${small.url}/v1/files`, {
      key,
      method: 'PUT',
      headers: octets,
      body: new Uint8Array(bytes),
    });
    expect(answer.status).toBe(201);
  });
});

describe('uploads side by side', () => {
  it('beyond what there is room for are asked to come again, and room is made by those that end', async () => {
    const narrow = await world.door({ UPLOADS_AT_ONCE: 2 });
    const headers = { authorization: `Bearer ${key}`, ...octets, 'content-length': 100 };
    const slow = await Promise.all([1, 2].map(() => raw(narrow.port)));
    for (const { socket } of slow) socket.write(requestHead('PUT', '/v1/files', headers) + 'x'.repeat(50));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const third = await ask(`${narrow.url}/v1/files`, { key, method: 'PUT', headers: octets, body: 'y' });
    expect([third.status, third.json.code, third.headers.get('retry-after')]).toEqual([503, 'TOO_MANY_UPLOADS', '1']);
    for (const { socket } of slow) socket.write('z'.repeat(50));
    for (const { received } of slow) await expect.poll(received).toMatch(/^HTTP\/1\.1 201 /);
    expect((await ask(`${narrow.url}/v1/files`, { key, method: 'PUT', headers: octets, body: 'y' })).status).toBe(201);
    for (const { socket } of slow) socket.destroy();
  });

  it('of one key leave room for those of another', async () => {
    const shared = await world.door({ UPLOADS_AT_ONCE: 3, UPLOADS_PER_KEY: 2 });
    const headers = { authorization: `Bearer ${key}`, ...octets, 'content-length': 100 };
    const slow = await Promise.all([1, 2].map(() => raw(shared.port)));
    for (const { socket } of slow) socket.write(requestHead('PUT', '/v1/files', headers) + 'x'.repeat(50));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const send = (by: string) => ask(`${shared.url}/v1/files`, { key: by, method: 'PUT', headers: octets, body: 'y' });
    expect((await send(key)).json.code).toBe('TOO_MANY_UPLOADS');
    expect((await send(other.key)).status).toBe(201);
    for (const { socket } of slow) socket.destroy();
  });
});
