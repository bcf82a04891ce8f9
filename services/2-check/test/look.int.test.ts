import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CapturedFile } from '@guidang/contracts';
import { contentNameOf, sha256Hex, sm3Hex } from '@guidang/evidence';
import { identify, openScanner, ScannerUnavailable } from '@guidang/formats';
import { type CasePlan, labCase } from '@guidang/lab/cases';
import { keyOf } from '@guidang/vault';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { looker } from '../src/gather/look.ts';
import { type RealPorts, realPorts } from './real.ts';

const signal = new AbortController().signal;
const MB = 1_000_000;
let ports: RealPorts;
let spool: string;

beforeAll(async () => {
  spool = await mkdtemp(join(tmpdir(), 'check-test-'));
  ports = realPorts({ spoolFolder: spool });
});
afterAll(async () => {
  ports.close();
  await rm(spool, { recursive: true });
});

/** The record capture would keep of some bytes. */
const recordOf = (name: string, bytes: Buffer): CapturedFile => {
  const { puid, family } = identify(bytes, name);
  return {
    name,
    content: contentNameOf(bytes),
    sm3: sm3Hex(bytes),
    size: bytes.length,
    puid,
    format: family,
    pages: null,
  };
};
async function put(name: string, bytes: Buffer): Promise<CapturedFile> {
  await ports.vault.put('prearchive', bytes);
  return recordOf(name, bytes);
}
/** The file a lab case is about, by the first finding it expects. */
async function culprit(plan: CasePlan): Promise<CapturedFile> {
  const [, material, n] = /^file:(.+)\/(\d+)$/.exec(plan.expect.findings[0]!.object)!;
  const added = plan.events.flatMap((event) => (event.type === 'case.material.added' ? [event.data] : []));
  const published = added.find((one) => one.material === material)!.files[Number(n) - 1]!;
  const file = plan.files.find(({ content }) => content === published.content)!;
  return put(published.name, await file.bytes());
}

describe('looking at a file', () => {
  it('a clean PDF: digests of what was read, what it is, that it can be read, and who found nothing', async () => {
    const { files } = await labCase('look', 1, { kind: 'granted', files: 12 });
    const pdf = files.find(({ name }) => name.endsWith('.pdf'))!;
    const bytes = await pdf.bytes();
    const { inspected, held } = await looker(ports)(await put(pdf.name, bytes), signal);
    expect(held!.equals(bytes)).toBe(true);
    expect(inspected).toMatchObject({
      content: contentNameOf(bytes),
      bytes: { sha256: sha256Hex(bytes), sm3: sm3Hex(bytes), size: bytes.length },
      inspection: { format: 'pdf', readable: 'yes', extensionAgrees: true, encrypted: false, problems: [] },
      scan: { verdict: 'clean', signature: null, engine: expect.stringMatching(/^ClamAV/) },
    });
    expect(inspected.inspection!.pages).toBeGreaterThan(0);
  });

  it('EICAR inside a document', async () => {
    const plan = await labCase('look', 2, { kind: 'virus', variant: 'in-docx' });
    const { inspected } = await looker(ports)(await culprit(plan), signal);
    expect(inspected.scan).toMatchObject({ verdict: 'infected', signature: expect.stringMatching(/eicar/i) });
    expect(inspected.inspection).toMatchObject({ format: 'docx' });
  });

  it('a zip bomb', async () => {
    const { inspected } = await looker(ports)(await culprit(await labCase('look', 3, { kind: 'zip-bomb' })), signal);
    expect(inspected.inspection!.problems).toContain('ARCHIVE_BOMB');
  });

  it.each(['executable', 'html'])('an extension that lies about an %s', async (variant) => {
    const plan = await labCase('look', 4, { kind: 'fake-extension', variant });
    const { inspected } = await looker(ports)(await culprit(plan), signal);
    expect(inspected.inspection).toMatchObject({ format: variant, extensionAgrees: false });
  });

  it('bytes that are not what their name says: they are read all the same, and their digests told', async () => {
    const [right, rotten] = [randomBytes(5_000), randomBytes(6_000)];
    await ports.vault.put('prearchive', rotten, { key: keyOf(contentNameOf(right)) });
    const { inspected } = await looker(ports)(recordOf('a.bin', right), signal);
    expect(inspected).toMatchObject({
      content: contentNameOf(right),
      bytes: { sha256: sha256Hex(rotten), sm3: sm3Hex(rotten), size: 6_000 },
      scan: { verdict: 'clean' },
    });
  });

  it('an object that is not there', async () => {
    const file = recordOf('a.pdf', randomBytes(100));
    const nothing = { content: file.content, bytes: null, inspection: null, scan: null };
    expect(await looker(ports)(file, signal)).toEqual({ inspected: nothing, held: null });
    expect(await looker(ports)({ ...file, size: 50 * MB }, signal)).toEqual({ inspected: nothing, held: null });
  });

  it('a large file goes through the disk and finds the same; nothing is left there', async () => {
    const bytes = Buffer.concat([Buffer.from('RIFF'), randomBytes(20 * MB)]);
    const file = await put('large.wav', bytes);
    const { inspected, held } = await looker(ports)(file, signal);
    const inMemory = await looker({ ...ports, heldBytes: 30 * MB })(file, signal);
    expect(held).toBeNull();
    expect(inspected).toEqual(inMemory.inspected);
    expect(inspected.bytes).toEqual({ sha256: sha256Hex(bytes), sm3: sm3Hex(bytes), size: bytes.length });
    expect(await readdir(spool)).toEqual([]);
  });

  it('a file that is larger than its record says', async () => {
    const bytes = randomBytes(9 * MB);
    const { inspected, held } = await looker(ports)({ ...(await put('a.bin', bytes)), size: 10 }, signal);
    expect(inspected.bytes).toMatchObject({ size: 9 * MB, sha256: sha256Hex(bytes) });
    expect(held).toBeNull();
  });

  it('a file beyond the scanner is opened and digested, and nobody calls it clean', async () => {
    const bytes = randomBytes(9 * MB);
    const { inspected } = await looker({ ...ports, scannerMaxBytes: 8 * MB })(await put('a.bin', bytes), signal);
    expect(inspected.scan).toMatchObject({ verdict: 'too-large', engine: expect.stringMatching(/^ClamAV/) });
    expect(inspected.bytes).toMatchObject({ size: 9 * MB });
  });

  it('one that is infected is found however it is read', async () => {
    const plan = await labCase('look', 2, { kind: 'virus', variant: 'in-docx' });
    const { inspected } = await looker({ ...ports, heldBytes: 100 })(await culprit(plan), signal);
    expect(inspected.scan).toMatchObject({ verdict: 'infected' });
  });
});

describe('a scanner that does not answer as it should', () => {
  it('is asked later where it is not there: nothing is called clean, small or large', async () => {
    const scanner = openScanner({ host: '127.0.0.1', port: 1 });
    const down = { ...ports, scanner };
    const file = await put('a.bin', randomBytes(2_000));
    await expect(looker(down)(file, signal)).rejects.toThrow(ScannerUnavailable);
    await expect(looker({ ...down, heldBytes: 100 })(file, signal)).rejects.toThrow(ScannerUnavailable);
    await expect(looker({ ...down, heldBytes: 100, scannerMaxBytes: 1 })(file, signal)).rejects.toThrow(
      ScannerUnavailable,
    );
    expect(await readdir(spool)).toEqual([]);
    scanner.close();
  });

  it('has answered where it gives an error three times for one file', async () => {
    let asked = 0;
    const failing = createServer((socket) => {
      socket.on('error', () => undefined); // the client may hang up first
      socket.on('data', (bytes) => {
        if (bytes.includes('zVERSION')) socket.write('1: ClamAV 9.9/1/Mon Nov 23 09:41:08 2026\0');
        if (bytes.subarray(-4).equals(Buffer.alloc(4)))
          socket.write(`${++asked + 1}: stream: Can't allocate memory ERROR\0`);
      });
    });
    await new Promise<void>((ready) => failing.listen(0, '127.0.0.1', ready));
    const { port } = failing.address() as { port: number };
    const scanner = openScanner({ host: '127.0.0.1', port });
    const file = await put('a.bin', randomBytes(2_000));
    const { inspected } = await looker({ ...ports, scanner })(file, signal);
    expect(inspected.scan).toEqual({
      ...{ verdict: 'error', signature: null },
      ...{ engine: 'ClamAV 9.9/1', signaturesAt: '2026-11-23T09:41:08.000Z' },
    });
    expect(asked).toBe(3);
    scanner.close();
    failing.close();
  });
});

describe('what is given up', () => {
  it('is not looked at, and a large file leaves nothing on the disk', async () => {
    const gone = AbortSignal.abort();
    const file = await put('a.bin', randomBytes(2_000));
    await expect(looker(ports)(file, gone)).rejects.toThrow();
    await expect(looker({ ...ports, heldBytes: 100 })(file, gone)).rejects.toThrow();
    expect(await readdir(spool)).toEqual([]);
  });
});
