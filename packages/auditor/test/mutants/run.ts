import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { audit } from '../../src/audit.ts';
import type { Report } from '../../src/report/report.ts';
import { RULES } from '../../src/rules.ts';
import { Chance } from '../../src/tamper/chance.ts';
import { isLocated, type Touched } from '../../src/tamper/index.ts';
import { MemoryDump } from '../../src/tamper/memory-dump.ts';
import { BEGINS, type History, makeHistory } from '../history/history.ts';
import { makeSigners } from '../history/trust.ts';
import { fieldMutants } from './fields.ts';
import { Folders } from './folders.ts';
import type { Attacker, Mutant } from './mutant.ts';
import type { Opinion, SecondVerifier } from './second.ts';
import { ALL_ATTACKERS, tamperingMutants } from './tamperings.ts';

/** What became of one forgery. */
export interface Outcome {
  readonly operator: string;
  readonly attacker: Attacker;
  readonly detected: boolean;
  readonly located: boolean;
  /** In words, for those that were not located. */
  readonly what: string;
}

export const signers = makeSigners(new Date(BEGINS));

/** What is forged, and as whom it is audited. */
export interface Target {
  readonly history: History;
  readonly anchors: string;
  /** Where forgeries are written for the second verifier, and the file of the anchors. */
  readonly folders?: Folders;
  readonly anchorsFile?: string;
}

/** @param dir where forgeries may be written for the second verifier */
export function targetOf(seed: number, dir?: string): Target {
  const history = historyOf(seed);
  const anchors = anchorsOf(history);
  if (dir === undefined) return { history, anchors };
  const own = join(dir, `history-${seed}`);
  mkdirSync(own, { recursive: true });
  const anchorsFile = join(own, 'anchors.json');
  writeFileSync(anchorsFile, anchors);
  return { history, anchors, anchorsFile, folders: new Folders(history, own) };
}

/** A small history; among a few of them every kind of record occurs. Every other one has one case in one partition alone, which is audited in half the time. */
export const historyOf = (seed: number): History =>
  makeHistory({
    ...{
      seed,
      cases: 1 + (seed % 2),
      partitions: 1 + (seed % 2),
      trouble: 0.5,
      unloggedTail: false,
      unfinished: false,
      signers,
    },
    courses: ['stored', 'amended', 'replaced', 'late-events'],
  });

/** The auditor has asked a witness for the last head it saw. */
export const anchorsOf = (history: History): string =>
  JSON.stringify({ ...signers.anchors, head: history.files.get('checkpoint')!.toString('utf8') });

export const audited = (dump: MemoryDump, anchors: string): Promise<Report> =>
  audit(dump.source(), { anchors, rules: RULES, of: { cluster: '', takenAt: null } });

/** All forgeries of one history, in an order that mixes them: the first so many are a sample. */
export function mutantsOf(history: History, seed: number, times: number): { mutant: Mutant; seed: number }[] {
  const dump = new MemoryDump(history.log.entries, history.files);
  const fields = fieldMutants(dump, ALL_ATTACKERS).map((mutant, i) => ({ mutant, seed: seed * 10_000 + i }));
  const chance = new Chance(seed);
  const all = [...fields, ...tamperingMutants(times)];
  for (let i = all.length - 1; i > 0; i--) {
    const j = chance.below(i + 1);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}

/** One forgery, and what both verifiers said of it. */
export interface Tried extends Outcome {
  /** How the two differ, in words; null where they agree on whether it is whole, and on the record that is named first. */
  readonly differ: Promise<{ readonly verdict: string | null; readonly first: string | null }>;
}

/** Forges and audits, and asks the second verifier as well where there is one. @returns undefined where there was nothing to forge */
export async function tried(
  { history, anchors, folders, anchorsFile }: Target,
  mutant: Mutant,
  seed: number,
  second?: SecondVerifier,
): Promise<Tried | undefined> {
  const dump = new MemoryDump(history.log.entries, history.files);
  const touched = mutant.apply(dump, { chance: new Chance(seed), signers });
  if (!touched) return undefined;
  const asked = second && folders && (await second.ask(anchorsFile!, folders.write(dump)));
  const report = await audited(dump, anchors).catch((error: unknown) => {
    throw new Error(`the audit broke off: ${mutant.operator} ${mutant.attacker}: ${touched.what}`, { cause: error });
  });
  const [first] = report.faults;
  const named = first && `${first.code} ${first.topic}-${first.partition}@${first.offset} ${first.field}`;
  const what = `${mutant.operator} ${mutant.attacker}: ${touched.what}; named: ${named}`;
  return {
    operator: mutant.operator,
    attacker: mutant.attacker,
    detected: report.verdict === 'broken',
    located: isNamed(touched, report),
    what,
    differ: asked
      ? asked.answer.then((opinion) => ({
          verdict: opinion.verdict === report.verdict ? null : `${what}; the second verifier: ${opinion.verdict}`,
          first: isSameFirst(touched, report, opinion)
            ? null
            : `${what}; the second verifier: ${placeOf(opinion.first)} ${opinion.first?.what}`,
        }))
      : Promise.resolve({ verdict: null, first: null }),
  };
}

type File = { file?: string };
const placeOf = (
  one: { topic: string | null; partition: number | null; offset: number | null } | null | undefined,
): string => `${one?.topic}-${one?.partition}@${one?.offset}`;

/** Both name the same record, or each one that was touched; of a file of the log, that file. */
function isSameFirst(touched: Touched & File, report: Report, { first }: Opinion): boolean {
  if (touched.file !== undefined) return first?.what.includes(touched.file.slice(4)) === true;
  const [mine] = report.faults;
  return (isLocated(touched, mine) && isLocated(touched, first ?? undefined)) || placeOf(mine) === placeOf(first);
}

const isNamed = (touched: Touched & { file?: string }, { faults: [first] }: Report): boolean =>
  touched.file === undefined ? isLocated(touched, first) : first?.field === touched.file;
