import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [`${import.meta.dirname}/tiny-service.ts`], {
    env: { PATH: process.env.PATH!, HEALTH_PORT: '0', ...env },
  });
  running.push(child);
  let out = '';
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    out += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const port = async (): Promise<number> => {
    await expect.poll(() => out, { timeout: 15_000 }).toMatch(/"health":\d+/);
    return Number(/"health":(\d+)/.exec(out)![1]);
  };
  return { child, ended, port, out: () => out };
}
const get = async (port: number, path: string) => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: response.status, body: await response.text() };
};

describe('the shell of a service', () => {
  it('names every fault of the configuration at once and ends with 2', async () => {
    const { ended, out } = start({ HEALTH_PORT: 'x', LOG_LEVEL: 'loud' });
    expect(await ended).toBe(2);
    expect(out()).toContain('NAME: must be set / 必须设置');
    expect(out()).toContain('HEALTH_PORT:');
    expect(out()).toContain('LOG_LEVEL:');
  });

  it('tells whether it lives and is ready, and what it counted', async () => {
    const { port } = start({ NAME: 'well' });
    const at = await port();
    expect(await get(at, '/livez')).toMatchObject({ status: 200 });
    await expect.poll(async () => (await get(at, '/readyz')).status).toBe(200);
    const { body } = await get(at, '/metrics');
    expect(body).toContain(
      'guidang_step_records_total{step="check",outcome="emit",type="CaseChecked",service="tiny"} 1',
    );
    expect(await get(at, '/elsewhere')).toMatchObject({ status: 404 });
  });

  it('is not ready before it says so, and not alive when it is stuck', async () => {
    const { port } = start({ NAME: 'stuck' });
    const at = await port();
    expect((await get(at, '/livez')).status).toBe(503);
  });

  it('stops in order on SIGTERM', async () => {
    const { child, port, ended, out } = start({ NAME: 'well' });
    await port();
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(out()).toContain('stopped in order');
  });

  it('ends at once on a second signal while it still stops', async () => {
    const { child, port, ended, out } = start({ NAME: 'lingers' });
    await port();
    child.kill('SIGTERM');
    await expect.poll(out).toContain('stopped in order');
    child.kill('SIGTERM');
    expect(await ended).toBe(1);
  });

  it('ends with 1 when nobody caught a rejection', async () => {
    const { ended, out } = start({ NAME: 'rejects' });
    expect(await ended).toBe(1);
    expect(out()).toContain('nobody caught this');
  });

  it('strikes content out of its log', async () => {
    const { port, out } = start({ NAME: 'well' });
    await port();
    expect(out()).toContain('[struck out]');
    expect(out()).not.toContain('SECRET');
  });

  it('sends traces to the collector it is told of', async () => {
    const received: string[] = [];
    const collector = createServer((request, response) => {
      let body = '';
      request.on('data', (bytes) => {
        body += bytes;
      });
      request.on('end', () => {
        received.push(`${request.url} ${body}`);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
    const { child, port, ended } = start({ NAME: 'well', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
    await port();
    child.kill('SIGTERM');
    await ended;
    collector.close();
    expect(received.join()).toContain('/v1/traces');
    expect(received.join()).toContain('at the start');
    expect(received.join()).toContain('guidang-tiny');
  });
});
