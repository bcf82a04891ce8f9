import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Parts, readParts, say } from '@guidang/infra-local';
import { openReader } from '@guidang/stream';
import { s3Vault, type Vault } from '@guidang/vault';
import { dismiss, openBench } from './bench.ts';
import type { Court, Hearing, Sentence } from './hearing.ts';
import { copies, records } from './hearings/documents.ts';
import { formats } from './hearings/formats.ts';
import { checkpoints, log } from './hearings/log.ts';
import { operations } from './hearings/operations.ts';
import { packages } from './hearings/packages.ts';
import { evidence, signatures, tokens } from './hearings/seals.ts';
import { type Holdings, readHoldings } from './holdings.ts';
import { Installs } from './installs.ts';
import { reportText, tallies } from './report.ts';
import { Room } from './room.ts';

const HELP = `用法 / usage: node tools/referees.ts [--json FILE]

由他人编写的工具核验运行中系统的产出 / what others wrote judges what lies in the running system.
退出码 / exit code: 0 无拒绝 nothing refused, 1 有拒绝 something refused, 2 无可核验或无法核验 nothing to judge, or it could not be done
`;
const NOTHING = `尚无可核验的产出:请先运行 make demo(产生并归档若干办件)
There is nothing to judge yet: run make demo first, which archives some cases
`;
const PROGRESS_MS = 3_000;

/** The hearings in the order of the chain. */
const HEARINGS: readonly (readonly [title: string, hearing: Hearing])[] = [
  ['办理过程文件 / process records', records],
  ['固化签名 / signatures of seals', signatures],
  ['时间戳 / timestamps', tokens],
  ['证据记录 / evidence records', evidence],
  ['归档信息包 / packages', packages],
  ['利用副本 / use copies', copies],
  ['存证日志 / the log', log],
  ['存证点 / checkpoints', checkpoints],
  ['格式识别 / format identification', formats],
  ['告警与看板 / alarms and boards', operations],
];

/** Has everything in the running system judged by others. @returns the exit code */
export async function referees(args: string[]): Promise<0 | 1 | 2> {
  const { values } = parseArgs({ args, options: { json: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const parts = readParts();
  say('读取各主题 / reading the topics');
  const reader = await openReader({ brokers: parts.kafka.brokers, clientId: 'referees' });
  const holdings = await readHoldings(reader).finally(() => reader.close());
  if (isEmpty(holdings)) {
    process.stdout.write(NOTHING);
    return 2;
  }
  say('评判者就座 / the judges take their seats');
  const bench = await openBench(parts, new Installs(say));
  const room = new Room(vaultsOf(parts));
  try {
    const sentences = await heard({ parts, holdings, bench, room });
    process.stdout.write(`\n${reportText(sentences)}\n`);
    if (values.json !== undefined)
      writeFileSync(values.json, `${JSON.stringify({ tallies: tallies(sentences), sentences }, null, 1)}\n`);
    return sentences.some(({ outcome }) => outcome === 'refused') ? 1 : 0;
  } finally {
    dismiss(bench);
    room.close();
  }
}

const vaultsOf = ({ places }: Parts): Map<string, Vault> =>
  new Map(
    places.map(({ name, endpoint, region, credentials }) => [name, s3Vault({ name, endpoint, region, credentials })]),
  );

const isEmpty = (holdings: Holdings): boolean => Object.values(holdings).every((things) => things.length === 0);

async function heard(court: Court): Promise<Sentence[]> {
  const sentences: Sentence[] = [];
  for (const [title, hearing] of HEARINGS) {
    let things = 0;
    let told = performance.now();
    for await (const judged of hearing(court)) {
      sentences.push(...judged);
      things += 1;
      if (performance.now() - told < PROGRESS_MS) continue;
      told = performance.now();
      say(`${title}: ${things} …`);
    }
    say(`${title}: ${things}`);
  }
  return sentences;
}
