import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { evidenceSamples, type Fuzzed, fuzz, targetsOf } from '@guidang/lab/fuzz';

/**
 * Throws a million broken inputs at every door of packages/evidence:  node bench/src/fuzz-evidence.ts [--inputs N] [--seed N] [--only NAME]
 * A throw, or an answer that takes longer than two seconds, is a fault; its bytes are written to a file. Exit code 1 then.
 */
const { values } = parseArgs({
  options: { inputs: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' } },
});
const total = Number(values.inputs ?? 1_000_000);
const seed = Number(values.seed ?? 1);
const TOO_SLOW_MS = 2000;

const samples = await evidenceSamples(Date.UTC(2026, 0, 15));
const targets = targetsOf(samples).filter((target) => !values.only || target.name === values.only);
const each = Math.ceil(total / targets.length);
const results: Fuzzed[] = [];
const began = performance.now();
for (const target of targets) {
  const result = fuzz(target, each, seed, () => performance.now());
  results.push(result);
  const faults = result.crashes.length + (result.slowest.ms > TOO_SLOW_MS ? 1 : 0);
  console.log(
    `${result.name.padEnd(26)} ${String(result.inputs).padStart(8)} 输入 / inputs  ${String(result.accepted).padStart(7)} 接受 / taken  最慢 / slowest ${result.slowest.ms.toFixed(0).padStart(5)} ms  ${faults} 故障 / faults`,
  );
  for (const [n, crash] of result.crashes.slice(0, 3).entries()) {
    const file = join(tmpdir(), `fuzz-${result.name.replace(/\W+/g, '-')}-${n}.bin`);
    writeFileSync(file, crash.bytes);
    console.log(`  ${crash.error}  (${file})`);
  }
}
const inputs = results.reduce((n, r) => n + r.inputs, 0);
const faults = results.reduce((n, r) => n + r.crashes.length + (r.slowest.ms > TOO_SLOW_MS ? 1 : 0), 0);
const seconds = (performance.now() - began) / 1000;
console.log(`共 / in all ${inputs} 输入 / inputs, ${faults} 故障 / faults, ${seconds.toFixed(0)} s`);
process.exitCode = faults > 0 ? 1 : 0;
