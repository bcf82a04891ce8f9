import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { archiveTopic, CASE_EVENTS } from '@guidang/contracts';
import { startServices } from '@guidang/infra-local';
import { type CityYear, cityCase, cityCaseNumber, cityOrder } from '@guidang/lab/city';
import { configureCity } from './city/configure.ts';
import { workAtTheDesk } from './city/desk.ts';
import { recordsWaiting } from './city/lag.ts';
import { bold, dim, heading, item, tell } from './demo/tell.ts';
import { openSystem, type System } from './open.ts';
import { publishCase } from './publish.ts';
import { everyRecord } from './raw.ts';

/**
 * A city with a year behind it: departments, people and matters through registry's door, cases through both doors of the archive. Cut off and begun again it goes on
 * where it stopped. `--until` says when the year ends; a run that goes on has to say the same.
 */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '5000' },
    seed: { type: 'string', default: 'city' },
    until: { type: 'string' },
  },
});
/** The beginning of this month, so that a run that goes on tomorrow tells the same year. */
const thisMonth = (): string => `${new Date().toISOString().slice(0, 7)}-01T00:00:00Z`;
const year: CityYear = {
  seed: values.seed,
  cases: Number(values.cases),
  until: new Date(values.until ?? thisMonth()),
};
/** So many that no step waits for the next one of them, and so few that what is made for them fits into memory. */
const AT_ONCE = 8;
const TOLD_MS = 5_000;
const QUIET = 3;

async function main(): Promise<void> {
  tell(
    bold('归档 Guidang') + dim(`  演示城市:24 个部门、491 个事项、${year.cases} 个办件 / a city with a year behind it`),
  );
  heading('服务', 'our services, with a real Keycloak before them');
  await startServices();
  const system = await openSystem('demo-city');
  try {
    heading('登记', 'departments, people, matters and schemes, through the door of registry');
    await configureCity(system.parts, year.seed);
    whereToLook(
      system,
      '现在就可以看',
      'it can be looked at already; cases appear all over the year while they are told',
    );
    heading('一年的办件', 'a year of cases, through both doors');
    await tellYear(system);
    heading('档案业务', 'what archivists do: a round, lists, another class');
    await workAtTheDesk(system.parts);
    whereToLook(system, '接下来看哪里', 'where to look next');
  } finally {
    await system.close();
  }
}

async function tellYear(system: System): Promise<void> {
  const known = new Set<string>();
  for await (const { key, headers } of everyRecord(system.reader, [CASE_EVENTS]))
    if (/case\.(closed|withdrawn)$/.test(String(headers.ce_type))) known.add(Buffer.from(key ?? '').toString());
  const left = cityOrder(year.cases).filter((index) => !known.has(cityCaseNumber(year, index)));
  if (left.length < year.cases) item(`已有 ${year.cases - left.length} 件，继续 / there already; going on`);
  const began = performance.now();
  let [published, told] = [0, 0];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < left.length; at = next++) {
      const plan = await cityCase(year, left[at]!);
      await publishCase(at % 2 === 0 ? system.kafka : await system.http(plan.events[0]!.source), plan);
      published += 1;
      if (performance.now() - told < TOLD_MS) continue;
      told = performance.now();
      const rate = published / ((told - began) / 1_000);
      await progress(system, `发布 published ${published}/${left.length}`, (left.length - published) / rate);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  // What one step has written the next one may not have seen yet: quiet is what is quiet for a while.
  for (let quiet = 0; quiet < QUIET; ) {
    const waiting = await recordsWaiting(system.parts);
    quiet = waiting === 0 ? quiet + 1 : 0;
    if (waiting > 0) await progress(system, `各环节尚有 ${waiting} 条 / records wait`, undefined);
    await sleep(TOLD_MS);
  }
  const seconds = (performance.now() - began) / 1_000;
  item(
    `${left.length} 件，用时 ${Math.round(seconds)} 秒 / seconds: ${(left.length / seconds).toFixed(2)} 件每秒 / a second`,
  );
}

async function progress({ reader }: System, what: string, secondsLeft: number | undefined): Promise<void> {
  const topic = archiveTopic('store');
  let stored = 0;
  for (const partition of await reader.partitions(topic)) {
    const { start, end } = await reader.extent(topic, partition);
    stored += end - start;
  }
  const left = secondsLeft === undefined ? '' : dim(`  还需约 about ${Math.ceil(secondsLeft / 60)} min`);
  item(`${what}  入库链节 stored ${stored}${left}`);
}

function whereToLook({ parts }: System, zh: string, en: string): void {
  heading(zh, en);
  item(`${bold(`http://127.0.0.1:${parts.http.console}/`)}  控制台 the console`);
  for (const account of ['operator', 'archivist', 'filer'])
    for (const { title, password } of parts.idp!.people.filter((one) => one.account === account))
      item(`${title}：${bold(account)}  ${password}`);
  item(dim('make demo-city 可重复执行，接着做 / may be run again and goes on · make down city=1 停止 stops it'));
}

await main();
