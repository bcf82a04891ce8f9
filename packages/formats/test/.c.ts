import { bytesOf } from '../src/bytes.ts';
import { factsOf } from '../src/inspect/facts-of.ts';
import { inspectors } from '../src/inspect/inspectors.ts';
import { LIMITS } from '../src/limits.ts';
import { Fuzzer } from './fuzzed.ts';

const f = (await Fuzzer.over(20261124)).file(Number(process.argv[2]));
console.log(f.name, f.bytes.length);
try {
  console.log(JSON.stringify(await factsOf(inspectors(), bytesOf(f.bytes), null, f.name, LIMITS)).slice(0, 300));
} catch (e) {
  console.log(e);
}
