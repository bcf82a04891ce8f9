import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { logJudges } from './go-tools.ts';
import type { Judgement } from './judgement.ts';

/** Public keys a log is judged by, as vkeys. */
export interface LogKeys {
  readonly log: string;
  readonly witnesses: readonly string[];
}

const run = promisify(execFile);

/** The line of a judge's output that says what it found, without the hashes it prints around it. */
const sentence = (said: string): string => {
  const lines = said.trim().split('\n');
  return (lines.find((l) => /fsck failed|error|Successfully/i.test(l)) ?? lines.at(-1) ?? '').slice(0, 300);
};

const FSCK = 'tessera fsck 1.0.4';
const NOTES = 'x/mod sumdb/note 0.33.0, torchwood 0.9.0';

const isRefusal = (error: unknown): error is Error & { stdout: string; stderr: string } =>
  error instanceof Error &&
  'stdout' in error &&
  'code' in error &&
  (typeof error.code === 'number' || 'killed' in error);

/**
 * Reads every entry and tile again and compares with the checkpoint. fsck leaves with 0 even when it refuses, so its sentence of
 * success is demanded; with one reader it can hang on a bad tile, so it has eight and a minute.
 */
const fsck = async (program: string, url: string, vkey: string): Promise<Judgement> => {
  const dir = mkdtempSync(join(tmpdir(), 'guidang-fsck-'));
  try {
    const key = join(dir, 'log.vkey');
    writeFileSync(key, vkey);
    const args = ['--N=8', `--storage_url=${url}`, `--public_key=${key}`, '--ui=false'];
    const { stdout, stderr } = await run(program, args, { timeout: 60_000, maxBuffer: 1 << 26 });
    const said = `${stdout}${stderr}`;
    const good = said.includes("Successfully fsck'd");
    return { judge: FSCK, outcome: good ? 'accepted' : 'refused', detail: sentence(said) };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { judge: FSCK, outcome: 'refused', detail: sentence(`${error.stderr}${error.stdout}`) || error.message };
  } finally {
    rmSync(dir, { recursive: true });
  }
};

const notecheck = (program: string, checkpoint: string, { log, witnesses }: LogKeys): Promise<Judgement> =>
  new Promise((done, fail) => {
    const child = spawn(program, ['-log', log, ...witnesses.flatMap((w) => ['-witness', w])]);
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.once('error', fail);
    child.once('close', (code) =>
      done({ judge: NOTES, outcome: code === 0 ? 'accepted' : 'refused', detail: said.trim() }),
    );
    child.stdin.end(checkpoint);
  });

const checkpointAt = async (url: URL): Promise<string> => {
  if (url.protocol === 'file:') return readFile(url, 'utf8');
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.text();
};

/**
 * Has a C2SP log judged by programs other people wrote: tiles, entries and checkpoint by tessera's fsck, the log's signature and the
 * witnesses' cosignatures by Go's note verifier and torchwood.
 * @param url where the log's files lie, http(s) or file; with or without a slash at the end
 */
export const judgeLog = async (url: string, keys: LogKeys): Promise<Judgement[]> => {
  const judges = await logJudges();
  if (typeof judges === 'string') return [FSCK, NOTES].map((judge) => ({ judge, outcome: 'skipped', detail: judges }));
  const base = url.endsWith('/') ? url : `${url}/`;
  const checkpoint = await checkpointAt(new URL('checkpoint', base));
  return [await fsck(judges.fsck, base, keys.log), await notecheck(judges.notecheck, checkpoint, keys)];
};
