import { audit } from '../../src/audit.ts';
import type { Report } from '../../src/report/report.ts';
import { RULES } from '../../src/rules.ts';
import { Chance } from '../../src/tamper/chance.ts';
import { isLocated, type Touched } from '../../src/tamper/index.ts';
import { MemoryDump } from '../../src/tamper/memory-dump.ts';
import { BEGINS, type History, makeHistory } from '../history/history.ts';
import { makeSigners } from '../history/trust.ts';
import { fieldMutants } from './fields.ts';
import type { Attacker, Mutant } from './mutant.ts';
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

/** A small history in which every kind of record occurs. */
export const historyOf = (seed: number): History =>
  makeHistory({
    ...{ seed, cases: 2, partitions: 2, trouble: 0.5, unloggedTail: false, unfinished: false, signers },
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

/** Forges and audits. @returns undefined where there was nothing to forge */
export async function tried(
  history: History,
  anchors: string,
  mutant: Mutant,
  seed: number,
): Promise<Outcome | undefined> {
  const dump = new MemoryDump(history.log.entries, history.files);
  const touched = mutant.apply(dump, { chance: new Chance(seed), signers });
  if (!touched) return undefined;
  const report = await audited(dump, anchors);
  const [first] = report.faults;
  const named = first && `${first.code} ${first.topic}-${first.partition}@${first.offset} ${first.field}`;
  return {
    operator: mutant.operator,
    attacker: mutant.attacker,
    detected: report.verdict === 'broken',
    located: isNamed(touched, report),
    what: `${touched.what}; named: ${named}`,
  };
}

const isNamed = (touched: Touched & { file?: string }, { faults: [first] }: Report): boolean =>
  touched.file === undefined ? isLocated(touched, first) : first?.field === touched.file;
