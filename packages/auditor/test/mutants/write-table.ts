import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mutantsOf, type Outcome, targetOf, tried } from './run.ts';
import { outcomeTable, sharesOf } from './table.ts';

/**
 * Tries very many forgeries and writes docs/auditor-mutants.md: `node packages/auditor/test/mutants/write-table.ts --mutants 100000`.
 * With --keep FILE what has been tried of each history is kept there, and a run that was broken off goes on behind it.
 */
const { values } = parseArgs({
  options: {
    mutants: { type: 'string', default: '100000' },
    keep: { type: 'string' },
    dry: { type: 'boolean', default: false },
  },
});
type Kept = Pick<Outcome, 'operator' | 'attacker' | 'detected' | 'located'>;
const wanted = Number(values.mutants);
const kept = (
  values.keep !== undefined && existsSync(values.keep)
    ? readFileSync(values.keep, 'utf8').split('\n').filter(Boolean)
    : []
).map((line) => JSON.parse(line) as { readonly seed: number; readonly outcomes: readonly Kept[] });
const outcomes: Kept[] = kept.flatMap((one) => one.outcomes).slice(0, wanted);
/** So many of one history at the most: many histories rather than every forgery of one. */
const OF_ONE = Math.max(500, Math.ceil(wanted / 8));
for (let seed = Math.max(0, ...kept.map((one) => one.seed)) + 1; outcomes.length < wanted; seed++) {
  const target = targetOf(seed);
  const before = outcomes.length;
  for (const { mutant, seed: chance } of mutantsOf(target.history, seed, 6)) {
    const outcome = await tried(target, mutant, chance).catch((error: Error): Outcome => {
      const { operator, attacker } = mutant;
      return { operator, attacker, detected: false, located: false, what: `${error.message}: ${error.cause}` };
    });
    if (!outcome) continue;
    outcomes.push(outcome);
    if (!outcome.detected || !outcome.located)
      process.stdout.write(`${outcome.detected ? 'not located' : 'NOT DETECTED'}: ${outcome.what}\n`);
    if (outcomes.length - before >= OF_ONE || outcomes.length >= wanted) break;
  }
  if (values.keep !== undefined) {
    const own = outcomes
      .slice(before)
      .map(({ operator, attacker, detected, located }) => ({ operator, attacker, detected, located }));
    appendFileSync(values.keep, `${JSON.stringify({ seed, outcomes: own })}\n`);
  }
}
const { all, detected, located } = sharesOf(outcomes);
process.stdout.write(`${all} forgeries, ${detected} detected, ${located} located\n`);
if (!values.dry)
  writeFileSync(
    fileURLToPath(new URL('../../../../docs/auditor-mutants.md', import.meta.url)),
    `# 审计器的证明 / The proof of the auditor

Histories are made with the real rules and real keys, then forged in one place, and audited. **Detected**: the audit ends broken. **Located**: the first fault it names is a record that was touched. A field is taken from every kind of record (links of all types,
events, decisions of people, parked records, schemes, both kinds of checkpoint records), at every place of its JSON, and changed in every way it can be. The auditor has the public files of the log, and the last head that a witness saw
(docs/formats/anchors.md). What cannot be found by anybody, and what would be needed, stands in [threat-model.md](threat-model.md).

\`make test\` tries 2,000 of these, of which the second verifier in Python has to say the same (packages/auditor/test/mutants.test.ts, mutants-more.test.ts). This table: \`node packages/auditor/test/mutants/write-table.ts --mutants ${wanted}\`.

${outcomeTable(outcomes)}`,
  );
