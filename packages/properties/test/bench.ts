/**
 * What each item costs: microseconds of one judgement of a material of one file, and of a case as it closes. `node packages/properties/test/bench.ts [rounds]`
 */
import { judgeCase, judgeMaterial, type RuleSet, rulesOf } from '../src/index.ts';
import { closing, form, material } from './specimens.ts';

const rounds = Number(process.argv[2] ?? 200);
const rules = rulesOf(null);
const alone = (set: RuleSet, code: string): RuleSet => ({
  ...set,
  items: set.items.filter(({ item }) => item.code === code),
});
const [file, application, whole] = [material(), form(), closing()];

/** CPU of this process in microseconds a call: what others do on the machine does not count. */
function cost(work: () => unknown): number {
  for (let n = 0; n < rounds; n++) work();
  const before = process.cpuUsage();
  for (let n = 0; n < rounds; n++) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / rounds;
}

const all = rules.items.map(({ item: { code, zh } }) => {
  const one = alone(rules, code);
  return {
    ...{ code, zh },
    file: cost(() => [judgeMaterial(one, file), judgeMaterial(one, application)]) / 2,
    case: cost(() => judgeCase(one, whole)),
  };
});
const sum = (of: 'file' | 'case'): number => all.reduce((total, one) => total + one[of], 0);
const [files, cases] = [sum('file'), sum('case')];
process.stdout.write(`all: ${files.toFixed(0)} µs a material, ${cases.toFixed(0)} µs a case\n`);
for (const one of all.toSorted((a, b) => b.file + b.case - a.file - a.case).slice(0, 15)) {
  const share = (value: number, of: number): string => `${value.toFixed(1)} µs (${((100 * value) / of).toFixed(0)} %)`;
  process.stdout.write(`| ${one.code} | ${one.zh} | ${share(one.file, files)} | ${share(one.case, cases)} |\n`);
}
