import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addCosignatures,
  checkpointText,
  formatAddCheckpoint,
  leafHash,
  NOTE_COSIGNATURE,
  nodeHash,
  noteKey,
  openCheckpoint,
  signerOf,
  signNote,
} from '@guidang/evidence';
import { afterAll, describe, expect, it } from 'vitest';
import { originHash } from './store.ts';

const dir = mkdtempSync(join(tmpdir(), 'guidang-witness-'));
const logKey = generateKeyPairSync('ed25519').privateKey;
const ownKey = generateKeyPairSync('ed25519').privateKey;
const log = noteKey('guidang.example/log', logKey);
const own = noteKey('witness.example/w1', ownKey, NOTE_COSIGNATURE);
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(dir, { recursive: true });
});

writeFileSync(join(dir, 'witness.key'), ownKey.export({ type: 'pkcs8', format: 'pem' }));
writeFileSync(join(dir, 'anchors.json'), JSON.stringify({ log: { origin: log.name, vkey: log.vkey } }));

/** Starts the program as it is run and gives its address, or what it said where it would not start. */
const start = (env: Record<string, string> = {}): Promise<{ child: ChildProcess; url: string; said: string }> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
      env: {
        ...process.env,
        WITNESS_PORT: '0',
        WITNESS_DIR: dir,
        WITNESS_NAME: own.name,
        WITNESS_LOGS: join(dir, 'anchors.json'),
        ...env,
      },
    });
    running.add(child);
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const port = /listening (\d+)/.exec(said)?.[1];
      if (port) done({ child, url: `http://127.0.0.1:${port}`, said });
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    child.on('exit', () => {
      running.delete(child);
      done({ child, url: '', said });
    });
  });
const end = (child: ChildProcess, signal: NodeJS.Signals) =>
  new Promise<number | null>((done) => {
    child.once('exit', (code) => done(code));
    child.kill(signal);
  });

const [a, b, c] = ['a', 'b', 'c'].map((x) => leafHash(Buffer.from(x))) as [Buffer, Buffer, Buffer];
const heads = [
  { size: 1, root: a },
  { size: 2, root: nodeHash(a, b) },
  { size: 2, root: nodeHash(a, c) },
];
const note = (i: number) => signNote(checkpointText(log.name, heads[i]!), log, signerOf(logKey));
const add = (url: string, old: number, i: number, proof: Uint8Array[] = []) =>
  fetch(`${url}/add-checkpoint`, { method: 'POST', body: formatAddCheckpoint({ old, proof, checkpoint: note(i) }) });

describe('the witness as a program', () => {
  it('remembers over kill -9 what it cosigned, and refuses the other history', async () => {
    const first = await start();
    expect(await (await fetch(`${first.url}/healthz`)).text()).toBe('ok\n');
    expect((await add(first.url, 0, 0)).status).toBe(200);
    const answer = await add(first.url, 1, 1, [b]);
    expect(addCosignatures(note(1), await answer.text(), [own])).toMatchObject({ ok: true });
    await end(first.child, 'SIGKILL');

    const second = await start();
    const fork = await add(second.url, 1, 2, [c]);
    expect([fork.status, fork.headers.get('content-type'), await fork.text()]).toEqual([
      409,
      'text/x.tlog.size',
      '2\n',
    ]);
    expect((await add(second.url, 2, 2)).status).toBe(422);
    const shown = await (await fetch(`${second.url}/${originHash(log.name)}/checkpoint`)).text();
    expect(openCheckpoint(shown, log, [own])).toMatchObject({ ok: true, value: { checkpoint: { size: 2 } } });
    expect((await fetch(`${second.url}/${originHash('other')}/checkpoint`)).status).toBe(404);
    expect((await fetch(`${second.url}/add-checkpoint`)).status).toBe(405);
    const long = await fetch(`${second.url}/add-checkpoint`, { method: 'POST', body: 'x'.repeat(1_000_000) });
    expect(long.status).toBe(400);

    const rival = await start();
    expect(rival.url).toBe('');
    expect(rival.said).toContain('in use by another process');
    expect(await end(second.child, 'SIGTERM')).toBe(0);
  });

  it('answers no more requests for a cosignature than it is told to, and monitors all the same', async () => {
    const { child, url } = await start({ WITNESS_A_MINUTE: '2' });
    const asked = async () => (await fetch(`${url}/add-checkpoint`, { method: 'POST', body: 'no checkpoint' })).status;
    expect([await asked(), await asked(), await asked()]).toEqual([400, 400, 429]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await end(child, 'SIGTERM')).toBe(0);
  });

  it('names all faults of its configuration at once and does not start', async () => {
    const { url, said, child } = await start({
      WITNESS_LOGS: join(dir, 'nowhere'),
      WITNESS_NAME: 'a b',
      WITNESS_KEY_FILE: join(dir, 'no.key'),
    });
    expect(url).toBe('');
    expect(child.exitCode).toBe(2);
    for (const name of ['WITNESS_LOGS', 'WITNESS_NAME', 'WITNESS_KEY_FILE']) expect(said).toContain(name);
  });
});
