/**
 * Spoilt files without end: whether any of them makes a reader crash, hang or grow. Prints what it finds by number, so that the file can be made again.
 * `node bench/src/fuzz-formats.ts [files] [seed]`: 200,000 unless said.
 */
import { openInspector } from '@guidang/formats';
import { Fuzzer } from '../../packages/formats/test/fuzzed.ts';

const [files = 200_000, seed = 20_261_125] = process.argv.slice(2).map(Number);
const MIB = 1024 ** 2;
const WORKERS = 2;
const TELL_EVERY = 10_000;
const ENDED = /^(TIME|MEMORY|READER_)/;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const fuzzer = await Fuzzer.over(seed);
const inspector = openInspector({ workers: WORKERS, limits: { timeMs: 10_000, memoryBytes: 700 * MIB } });
const kinds: Record<string, number> = { yes: 0, no: 0, 'not-looked': 0 };
const ended: Record<string, number> = {};
const began = performance.now();
let [next, thrown, slowest] = [0, 0, 0];

async function one(n: number): Promise<void> {
  const file = fuzzer.file(n);
  const start = performance.now();
  try {
    const facts = await inspector.inspect(file);
    kinds[facts.readable]! += 1;
    for (const { code, detail } of facts.problems.filter((problem) => ENDED.test(problem.code))) {
      ended[code] = (ended[code] ?? 0) + 1;
      say(`${n} (${file.name}, ${file.bytes.length} bytes): ${code} ${detail}`);
    }
  } catch (error) {
    thrown += 1;
    say(`${n} (${file.name}): thrown ${(error as Error).message}`);
  }
  slowest = Math.max(slowest, performance.now() - start);
}

async function worker(): Promise<void> {
  while (next < files) {
    const n = next;
    next += 1;
    await one(n);
    if ((n + 1) % TELL_EVERY === 0)
      say(`${n + 1} of ${files}, ${Math.round((n + 1) / ((performance.now() - began) / 1000))} a second`);
  }
}
await Promise.all(Array.from({ length: WORKERS * 2 }, worker));
inspector.close();
say(
  JSON.stringify({
    files,
    seed,
    kinds,
    ended,
    thrown,
    slowestMs: Math.round(slowest),
    seconds: Math.round((performance.now() - began) / 1000),
  }),
);
process.exitCode = thrown > 0 || Object.keys(ended).length > 0 ? 1 : 0;
