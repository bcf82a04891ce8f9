import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_GO, toolchain } from './go-tools.ts';
import { type Installs, JUDGES } from './installs.ts';
import { type Judge, sitting, type Word } from './judgement.ts';
import { done, ran, versionOf, whyNot } from './programs.ts';

const VERSION = 'v0.316.0';
const NAME = `promtool ${VERSION}`;
const PROGRAM = join(JUDGES, 'bin', 'promtool');

/** A file of rules, a file that tests rules on made-up series, or the questions of a board by the titles of their panels. */
export type PromQuestion =
  | { readonly rules: string }
  | { readonly tests: string }
  | { readonly questions: readonly { readonly title: string; readonly expr: string }[] };

export const hasPromtool = (): boolean => existsSync(PROGRAM);

/**
 * Prometheus' own tool, of the same parser and engine that will evaluate. Built from the Go module proxy when it is first asked, since that takes minutes: who has no question
 * for it does not wait for it.
 */
export function promtoolOf(installs: Installs): Judge<PromQuestion> {
  let missing: Promise<string | undefined> | undefined;
  return {
    name: NAME,
    async judge(question) {
      missing ??= built(installs);
      const reason = await missing;
      if (reason !== undefined) return { judge: NAME, outcome: 'skipped', detail: reason };
      return sitting(NAME, ask).judge(question);
    },
    dismiss: () => {},
  };
}

/** @returns why it cannot be had; undefined where it is there */
async function built(installs: Installs): Promise<string | undefined> {
  if (hasPromtool()) return undefined;
  if ((await versionOf('go', ['version'])) === undefined) return NO_GO;
  mkdirSync(join(JUDGES, 'bin'), { recursive: true });
  // Ways of finding targets are of no interest here, and make most of what would be compiled.
  const build = ['install', '-tags', 'remove_all_sd', `github.com/prometheus/prometheus/cmd/promtool@${VERSION}`];
  try {
    await installs.run(NAME, () => done('go', build, { env: toolchain, timeout: 1_800_000 }));
    return undefined;
  } catch (error) {
    return whyNot(error);
  }
}

async function ask(question: PromQuestion): Promise<Word> {
  if ('rules' in question) return word(['check', 'rules', '--lint=all', '--lint-fatal', question.rules]);
  if ('tests' in question) return word(['test', 'rules', question.tests]);
  // A board's questions as recordings: one run of the tool for all of them.
  const folder = mkdtempSync(join(tmpdir(), 'guidang-promtool-'));
  try {
    const rules = question.questions.map(({ title, expr }, at) => ({ record: `q${at}`, expr, labels: { title } }));
    const file = join(folder, 'board.yml');
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'board', rules }] }));
    return await word(['check', 'rules', '--lint=none', file]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function word(args: readonly string[]): Promise<Word> {
  const { code, stdout, stderr } = await ran(PROGRAM, args);
  const said = `${stdout}${stderr}`.trim();
  const fault = said.split('\n').find((line) => /FAILED|error|lint/i.test(line) && !line.includes('SUCCESS'));
  return { accepted: code === 0, detail: code === 0 ? said.split('\n').at(-1)!.trim() : (fault ?? said) };
}
