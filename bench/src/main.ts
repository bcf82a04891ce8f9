import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { auditDump, dump, exitCodeOf, logInVault } from '@guidang/auditor';
import { openSystem, type System } from '@guidang/e2e/open';
import { unusedSeed } from '@guidang/e2e/seed';
import { say, table, type Usage, usage } from '@guidang/infra-local';
import { type CasePlan, labCase } from '@guidang/lab/cases';
import { quantile, round } from './figures.ts';
import { floor } from './floor.ts';

/**
 * How fast the whole is: cases of twenty files through all six steps, beside the same bytes through bare puts, digests and appends in the same run. Compare
 * figures of one run with one another only. BENCH_CASES (300) and BENCH_FILES (20) say how much.
 */
const CASES = Number(process.env.BENCH_CASES ?? 300);
const FILES = Number(process.env.BENCH_FILES ?? 20);
const FLOOR_CASES = Math.min(CASES, 60);
const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const FOLDER = `${ROOT}/.local/bench`;

async function main(system: System): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const seed = await unusedSeed(system.reader, 'bench');
  const plans = await prepared(system, seed);
  const files = plans.reduce((sum, plan) => sum + plan.files.length, 0);
  const bytes = plans.reduce((sum, plan) => sum + plan.files.reduce((all, { size }) => all + size, 0), 0);
  say(`${plans.length} 个办件、${files} 个文件、${mib(bytes)} MiB 已备好 / cases, files and bytes are ready`);

  const alone = await through(system, plans.slice(0, 10), 1);
  say(`空载 unloaded: ${describeLatency(alone.latencies)}`);
  const before = await usage();
  const run = await through(system, plans.slice(10), plans.length);
  const after = await usage();
  say(
    `满载 loaded: ${round(run.cases / run.seconds)} cases/s, ${round(run.files / run.seconds)} files/s, ${describeLatency(run.latencies)}`,
  );

  const ground = {
    records: Math.round(run.records / run.cases),
    recordBytes: Math.round(run.recordBytes / run.records),
  };
  const floorCases = plans.slice(0, FLOOR_CASES);
  const least = await floor(system.parts, floorCases, ground);
  const audited = await audit(system);
  const share = run.files / least.files;
  const report = {
    machine: { cores: availableParallelism(), node: process.versions.node },
    cases: run.cases,
    files: run.files,
    bytes: run.bytes,
    seconds: round(run.seconds),
    casesPerSecond: round(run.cases / run.seconds),
    filesPerSecond: round(run.files / run.seconds),
    floor: {
      ...ground,
      once: { seconds: round(least.onceSeconds * share), filesPerSecond: round(least.files / least.onceSeconds) },
      places: { seconds: round(least.placesSeconds * share), filesPerSecond: round(least.files / least.placesSeconds) },
    },
    timesTheFloor: {
      once: round(run.seconds / (least.onceSeconds * share)),
      places: round(run.seconds / (least.placesSeconds * share)),
    },
    closedToStoredMs: {
      unloaded: { p50: quantile(alone.latencies, 0.5), p99: quantile(alone.latencies, 0.99) },
      loaded: { p50: quantile(run.latencies, 0.5), p99: quantile(run.latencies, 0.99) },
    },
    audit: audited,
    usage: spent(before, after, run.cases),
  };
  await writeFile(`${FOLDER}/report.json`, `${JSON.stringify(report, undefined, 2)}\n`);
  tell(report);
}

const mib = (bytes: number): number => Math.round(bytes / 1024 / 1024);
const describeLatency = (ms: readonly number[]): string =>
  `办结到入库 closed → stored p50 ${quantile(ms, 0.5)} ms, p99 ${quantile(ms, 0.99)} ms`;

/** Plans with their files already where publishers put them: what is measured is the archive, not the publisher. */
async function prepared(system: System, seed: string): Promise<CasePlan[]> {
  const plans: CasePlan[] = [];
  for (let i = 0; i < CASES + 10; i++) {
    const plan = await labCase(seed, i, { kind: 'granted', files: FILES });
    for (const file of plan.files)
      await system.kafka.upload(await file.bytes(), { expect: { sha256: file.sha256, size: file.size } });
    plans.push(plan);
    if (i % 50 === 49) say(`备好 ${i + 1} / ${CASES + 10} 个办件 / cases are ready`);
  }
  return plans;
}

interface Run {
  readonly cases: number;
  readonly files: number;
  readonly bytes: number;
  readonly seconds: number;
  /** From the broker's time of case.closed to that of CaseStored, milliseconds. */
  readonly latencies: readonly number[];
  readonly records: number;
  readonly recordBytes: number;
}

/** Publishes so many cases at a time and waits until all are stored. */
async function through(system: System, plans: readonly CasePlan[], atOnce: number): Promise<Run> {
  const { watch } = system;
  const began = performance.now();
  for (let at = 0; at < plans.length; at += atOnce) {
    const some = plans.slice(at, at + atOnce);
    for (const plan of some) await system.kafka.publish(plan.events);
    await watch.until(
      () => {
        const left = some.filter((plan) => !watch.has(plan.case, 'CaseStored')).length;
        return left === 0 ? undefined : `${left} cases are not stored`;
      },
      3_600_000,
      100,
    );
  }
  const seconds = (performance.now() - began) / 1000;
  const links = plans.flatMap((plan) => watch.of(plan.case).links);
  const latencies = plans.map((plan) => {
    const { links, closedAt } = watch.of(plan.case);
    return links.find(({ link }) => link.type === 'CaseStored')!.record.timestamp - closedAt!;
  });
  return {
    cases: plans.length,
    files: plans.reduce((sum, plan) => sum + plan.files.length, 0),
    bytes: plans.reduce((sum, plan) => sum + plan.files.reduce((all, { size }) => all + size, 0), 0),
    seconds,
    latencies,
    records: links.length + plans.reduce((sum, plan) => sum + plan.events.length, 0),
    recordBytes:
      links.reduce((sum, { record }) => sum + record.value!.length, 0) +
      plans.reduce((sum, plan) => sum + JSON.stringify(plan.events).length, 0),
  };
}

/** Everything there is, dumped and audited without its contents: links decided again per second. */
async function audit(system: System) {
  const dir = `${FOLDER}/dump`;
  await rm(dir, { recursive: true, force: true });
  await dump(system.reader, {
    dir,
    takenAt: new Date().toISOString(),
    cluster: 'make bench',
    log: logInVault(system.vaults.get('a')!, 'log'),
  });
  const anchors = await readFile(system.parts.trust.anchorsFile, 'utf8');
  const began = performance.now();
  const report = await auditDump(dir, { anchors });
  const seconds = (performance.now() - began) / 1000;
  return {
    links: report.looked.links,
    seconds: round(seconds),
    linksPerSecond: Math.round(report.looked.links / seconds),
    exitCode: exitCodeOf(report),
  };
}

/** Processor time and memory by process. */
const spent = (before: readonly Usage[], after: readonly Usage[], cases: number) =>
  after.map(({ name, memoryBytes, cpuSeconds }) => ({
    name,
    memoryMiB: mib(memoryBytes),
    cpuMsPerCase: round(((cpuSeconds - (before.find((one) => one.name === name)?.cpuSeconds ?? 0)) * 1000) / cases, 1),
  }));

function tell(report: Awaited<ReturnType<typeof JSON.parse>>): void {
  const { usage: used, floor: least, timesTheFloor, audit: audited } = report;
  process.stdout.write(
    `\n${table([
      ['', '件/秒 cases/s', '文件/秒 files/s', '倍于下限 × floor'],
      ['六个环节 six steps', String(report.casesPerSecond), String(report.filesPerSecond), ''],
      ['下限:各写一次 floor: every byte once', '', String(least.once.filesPerSecond), String(timesTheFloor.once)],
      ['下限:写到每一处 floor: every place', '', String(least.places.filesPerSecond), String(timesTheFloor.places)],
    ])}\n\n`,
  );
  process.stdout.write(
    `${table([
      ['进程 process', '处理器毫秒/件 CPU ms/case', '内存 MiB'],
      ...used.map(({ name, cpuMsPerCase, memoryMiB }: (typeof used)[number]) => [
        name,
        String(cpuMsPerCase),
        String(memoryMiB),
      ]),
    ])}\n\n`,
  );
  process.stdout.write(
    `审计 audit: ${audited.linksPerSecond.toLocaleString('en')} 链节/秒 links/s (${audited.links} links, exit ${audited.exitCode})\n`,
  );
  process.stdout.write('.local/bench/report.json\n');
}

const system = await openSystem('bench');
try {
  await main(system);
} finally {
  await system.close();
}
