import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { chooseOffset, DEFAULT_PORTS, HOST, isFree, offsetFrom, portsAt } from './ports.ts';

describe('the ports of a checkout', () => {
  it('are all different and below the range that the kernel gives to outgoing connections', () => {
    const ports = Object.values(DEFAULT_PORTS);
    expect(new Set(ports).size).toBe(ports.length);
    expect(Math.max(...ports)).toBeLessThan(32_768);
  });

  it('are the default ones if nobody has them', async () => {
    expect(await chooseOffset(async () => true)).toBe(0);
  });

  it('move together if a single one of them is taken', async () => {
    expect(await chooseOffset(async (port) => port !== DEFAULT_PORTS.clamd)).toBe(200);
    expect(portsAt(200).kafka - DEFAULT_PORTS.kafka).toBe(200);
  });

  it('cannot be chosen if every set is taken, and the error names the way out', async () => {
    await expect(chooseOffset(async () => false)).rejects.toThrow('GUIDANG_PORT_OFFSET');
  });

  it.each([
    [undefined, undefined],
    ['', undefined],
    ['0', 0],
    ['400', 400],
  ])('follow GUIDANG_PORT_OFFSET=%s', (text, offset) => {
    expect(offsetFrom(text === undefined ? {} : { GUIDANG_PORT_OFFSET: text })).toBe(offset);
  });

  it.each(['-1', '1.5', 'abc', '70000'])('refuse GUIDANG_PORT_OFFSET=%s and say what it must be', (text) => {
    expect(() => offsetFrom({ GUIDANG_PORT_OFFSET: text })).toThrow('0–40000');
  });
});

describe('a port', () => {
  it('is free before a server listens, taken while it does, and free again after', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
    const { port } = server.address() as { port: number };
    expect(await isFree(port)).toBe(false);
    await new Promise((resolve) => server.close(resolve));
    expect(await isFree(port)).toBe(true);
  });
});
