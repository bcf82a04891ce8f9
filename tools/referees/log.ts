import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logJudges } from './go-tools.ts';
import type { Installs } from './installs.ts';
import { absent, type Judge, sitting, type Word } from './judgement.ts';
import { ran } from './programs.ts';

/** Public keys a log is judged by, as vkeys. */
export interface LogKeys {
  readonly log: string;
  readonly witnesses: readonly string[];
  /** How many of them must have cosigned. */
  readonly quorum: number;
}

const FSCK = 'tessera fsck 1.0.4';
const NOTES = 'x/mod sumdb/note 0.33.0, torchwood 0.9.0';

/**
 * Judges of a C2SP log that other people wrote. `log` takes the address of its files, http(s) or file, and has tiles and entries judged by tessera's fsck;
 * `note` takes a signed checkpoint and has the log's signature and every witness's cosignature judged by Go's note verifier and torchwood.
 */
export async function openLogJudges(
  installs: Installs,
  keys: LogKeys,
): Promise<{ log: Judge<string>; note: Judge<string> }> {
  const judges = await logJudges(installs);
  if (typeof judges === 'string') return { log: absent(FSCK, judges), note: absent(NOTES, judges) };
  return {
    log: sitting(FSCK, (url: string) => fsck(judges.fsck, url, keys.log)),
    note: sitting(NOTES, (note: string) => notecheck(judges.notecheck, note, keys)),
  };
}

/**
 * Reads every entry and tile again and compares with the checkpoint. fsck leaves with 0 even when it refuses, so its sentence of
 * success is demanded; with one reader it can hang on a bad tile, so it has eight, and an end.
 */
async function fsck(program: string, url: string, vkey: string): Promise<Word> {
  const dir = mkdtempSync(join(tmpdir(), 'guidang-fsck-'));
  try {
    const key = join(dir, 'log.vkey');
    writeFileSync(key, vkey);
    const storage = `--storage_url=${url.endsWith('/') ? url : `${url}/`}`;
    const args = ['--N=8', storage, `--public_key=${key}`, '--ui=false'];
    const { code, stdout, stderr } = await ran(program, args, { timeout: 300_000 });
    const said = `${stdout}${stderr}`;
    return { accepted: code === 0 && said.includes("Successfully fsck'd"), detail: sentence(said) };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** The line of a judge's output that says what it found, without the hashes it prints around it. */
const sentence = (said: string): string => {
  const lines = said.trim().split('\n');
  return lines.find((line) => /fsck failed|error|Successfully/i.test(line)) ?? lines.at(-1) ?? '';
};

async function notecheck(program: string, note: string, { log, witnesses, quorum }: LogKeys): Promise<Word> {
  const args = ['-log', log, ...witnesses.flatMap((one) => ['-witness', one]), '-quorum', String(quorum)];
  const { code, stdout, stderr } = await ran(program, args, { input: note });
  return { accepted: code === 0, detail: `${stdout}${stderr}`.trim() };
}
