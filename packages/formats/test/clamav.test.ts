import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { engineOf, verdictOf } from '../src/clamav/reply.ts';
import { openScanner, type Scanner, ScannerUnavailable } from '../src/index.ts';

describe('what clamd answers', () => {
  it.each([
    ['stream: OK', { verdict: 'clean' }],
    ['stream: Win.Test.EICAR_HDB-1 FOUND', { verdict: 'infected', signature: 'Win.Test.EICAR_HDB-1' }],
    ['stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND', { verdict: 'too-large' }],
    ['INSTREAM size limit exceeded. ERROR', { verdict: 'too-large' }],
    ["stream: Can't allocate memory ERROR", { verdict: 'error' }],
    ['COMMAND READ TIMED OUT', { verdict: 'error' }],
    ['', { verdict: 'error' }],
    ['stream: OK but not really', { verdict: 'error' }],
  ])('%j', (reply, verdict) => {
    expect(verdictOf(reply)).toMatchObject(verdict);
  });

  it.each([
    ['ClamAV 1.4.6/27800/Mon Nov 23 09:41:08 2026', 'ClamAV 1.4.6/27800', '2026-11-23T09:41:08.000Z'],
    ['ClamAV 1.4.6', 'ClamAV 1.4.6', null],
    ['ClamAV 1.4.6//', 'ClamAV 1.4.6', null],
  ])('to VERSION: %s', (reply, engine, signaturesAt) => {
    expect(engineOf(reply)).toEqual({ engine, signaturesAt });
  });
});

describe('a scanner that fails', () => {
  let server: Server | undefined;
  let scanner: Scanner | undefined;
  const sockets = new Set<Socket>();
  afterEach(() => {
    scanner?.close();
    for (const socket of sockets) socket.destroy();
    server?.close();
  });

  /** Something that listens where clamd should, and answers VERSION and then as the test says. */
  const listening = async (answer: (socket: Socket, times: number) => void): Promise<Scanner> => {
    let times = 0;
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        const text = bytes.toString('latin1');
        if (text.includes('VERSION')) socket.write('1: ClamAV test\0');
        if (text.endsWith('\0\0\0\0')) {
          times += 1;
          answer(socket, times);
        }
      });
    });
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    scanner = openScanner({
      host: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
      timeoutMs: 300,
      connections: 1,
    });
    return scanner;
  };

  it('by not being there', async () => {
    scanner = openScanner({ host: '127.0.0.1', port: 9, timeoutMs: 300 });
    await expect(scanner.scan(Buffer.from('x'))).rejects.toBeInstanceOf(ScannerUnavailable);
    await expect(scanner.engine()).rejects.toMatchObject({ retryable: true });
  });

  it('by not answering', async () => {
    const silent = await listening(() => undefined);
    await expect(silent.scan(Buffer.from('x'))).rejects.toThrow('no answer within 300 ms');
  });

  it('by hanging up, every time', async () => {
    const rude = await listening((socket) => socket.destroy());
    await expect(rude.scan(Buffer.from('x'))).rejects.toBeInstanceOf(ScannerUnavailable);
  });

  it('by hanging up on a kept connection: bytes are sent again on a new one', async () => {
    const once = await listening((socket, times) => (times === 1 ? socket.destroy() : socket.write('2: stream: OK\0')));
    expect(await once.scan(Buffer.from('x'))).toMatchObject({ verdict: 'clean' });
  });

  it('and goes on to serve the next when it is well again', async () => {
    const later = await listening((socket, times) => (times <= 2 ? socket.destroy() : socket.write('2: stream: OK\0')));
    await expect(later.scan(Buffer.from('x'))).rejects.toThrow();
    expect(await later.scan(Buffer.from('x'))).toMatchObject({ verdict: 'clean', engine: 'ClamAV test' });
  });
});
