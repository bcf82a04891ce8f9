/**
 * What check costs: deciding alone, and looking at files on the real parts. `node services/2-check/test/bench.ts [MIB]`: with MIB, a file of that size is looked
 * at as well, and the memory it takes is shown.
 */
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { CapturedFile } from '@guidang/contracts';
import { sha256Hex, sm3Hex } from '@guidang/evidence';
import { identify } from '@guidang/formats';
import { labCase } from '@guidang/lab/cases';
import { makeLink } from '@guidang/stream';
import pLimit from 'p-limit';
import { checkRule } from '../src/decide.ts';
import { looker } from '../src/gather/look.ts';
import { Captured, fileOf, materialOf } from './capture.ts';
import { AT, Checking } from './checking.ts';
import { factsFor } from './found.ts';
import { realPorts } from './real.ts';
import { PUBLISHED } from './scheme.ts';

const MIB = 1024 ** 2;
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const signal = new AbortController().signal;

/** Milliseconds of one call, the median over rounds of many. */
function cost(work: () => void, calls = 300): string {
  const rounds = Array.from({ length: 15 }, () => {
    const began = performance.now();
    for (let n = 0; n < calls; n++) work();
    return (performance.now() - began) / calls;
  });
  return rounds.sort((a, b) => a - b)[7]!.toFixed(3);
}

function deciding(): void {
  const [capture, check] = [new Captured(), new Checking()];
  check.take(capture.opened());
  for (let n = 0; n < 18; n++)
    check.take(capture.added(materialOf(`m${n}`, n === 0 ? 'A01' : 'A02', { files: [fileOf(`m${n}.pdf`)] })));
  for (const code of ['accept', 'decide']) check.take(capture.stepped(code));
  check.take(capture.issued(materialOf('r1', 'C01', { group: 'result' })));
  const added = capture.records[1]!;
  const closing = capture.closed();
  for (const [what, record] of [
    ['closing of 20 files', closing],
    ['material of one file', added],
  ] as const) {
    const { state, next } = check.memory;
    const facts = factsFor(record, next);
    const input = checkRule.parse(record).value;
    const decided = () => checkRule.decide({ state, input, scheme: PUBLISHED, facts, at: AT });
    const { memory } = check;
    const ingredients = { record, input: checkRule.parse(record), scheme: PUBLISHED, facts, at: AT, software: '0.1.0' };
    say(
      `${what}: parsed ${cost(() => checkRule.parse(record))} ms, decided ${cost(decided)} ms, made a link (deciding, bytes, digest, evolve) ` +
        `${cost(() => makeLink(checkRule, memory, ingredients))} ms`,
    );
  }
}

async function looking(): Promise<void> {
  const ports = realPorts();
  const plans = await Promise.all(
    Array.from({ length: 12 }, (_, i) => labCase('bench', i, { kind: 'granted', large: { share: 0, bytes: 0 } })),
  );
  const files: CapturedFile[] = [];
  let bytes = 0;
  for (const file of plans.flatMap((plan) => plan.files)) {
    const content = await file.bytes();
    await ports.vault.put('prearchive', content);
    const { puid, family } = identify(content, file.name);
    files.push({
      name: file.name,
      content: file.content,
      sm3: sm3Hex(content),
      size: content.length,
      puid,
      format: family,
      pages: null,
    });
    bytes += content.length;
  }
  for (const filesAtOnce of [1, 4, 8]) {
    const look = looker({ ...ports, filesAtOnce });
    await Promise.all(files.slice(0, 20).map((file) => look(file, signal)));
    const [cpu, began] = [process.cpuUsage(), performance.now()];
    await Promise.all(files.map((file) => look(file, signal)));
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    say(
      `${files.length} files of ${Math.round(bytes / files.length / 1000)} KB, ${filesAtOnce} at once: ${Math.round(files.length / seconds)} files/s, ` +
        `${((user + system) / 1000 / files.length).toFixed(2)} ms CPU a file in this process`,
    );
  }
  const part = async (what: string, work: (file: CapturedFile, content: Buffer) => Promise<unknown>): Promise<void> => {
    const contents = await Promise.all(files.map(({ content, size }) => ports.vault.read('prearchive', content, size)));
    const [through, began] = [pLimit(4), performance.now()];
    await Promise.all(files.map((file, i) => through(() => work(file, contents[i]!))));
    say(`  of these ${what} alone: ${Math.round((files.length / (performance.now() - began)) * 1000)} files/s`);
  };
  await part('reading', ({ content, size }) => ports.vault.read('prearchive', content, size));
  await part('both digests', async (_, content) => [sha256Hex(content), sm3Hex(content)]);
  await part('the scanner', (_, content) => ports.scanner.scan(content));
  await part('the inspector', ({ name }, content) => ports.inspector.inspect({ bytes: content, name }));
  ports.close();
}

async function large(mib: number): Promise<void> {
  const ports = realPorts();
  const piece = randomBytes(MIB);
  const { name, size, sm3 } = await ports.vault.put(
    'prearchive',
    Readable.from(Array.from({ length: mib }, () => piece)),
  );
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  const began = performance.now();
  const file = { name: 'large.bin', content: name, sm3, size, puid: null, format: 'unknown', pages: null };
  const { inspected } = await looker(ports)(file, signal);
  clearInterval(watch);
  const seconds = (performance.now() - began) / 1000;
  say(
    `${mib} MiB: ${seconds.toFixed(1)} s, ${Math.round(mib / seconds)} MiB/s, ${Math.round((most - before) / MIB)} MiB more memory, scanner says ${inspected.scan?.verdict}`,
  );
  ports.close();
}

deciding();
if (process.argv[2] !== 'decide') await looking();
const mib = Number(process.argv[2] ?? 0);
if (mib > 0) await large(mib);
