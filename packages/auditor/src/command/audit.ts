import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { openInspector } from '@guidang/formats';
import { checkPackage } from '@guidang/packaging';
import { openReader } from '@guidang/stream';
import { openAnchors } from '../anchors.ts';
import { audit, type Progress } from '../audit.ts';
import { auditDump, type DumpAuditOptions } from '../audit-dump.ts';
import { auditSegments } from '../audit-segments.ts';
import { contentAudit } from '../content/audit-contents.ts';
import type { ContentAudit } from '../content/content.ts';
import { folderStore } from '../content/folder.ts';
import { openPlaces, placeStore } from '../content/places.ts';
import { reportHtml } from '../report/html.ts';
import { exitCodeOf, type Report, reportJson } from '../report/report.ts';
import { reportLines } from '../report/terminal.ts';
import { RULES } from '../rules.ts';
import { liveSource } from '../source/live-source.ts';
import { localCheckout } from './checkout.ts';
import { brokersOf, jsonOf, openLogFiles } from './dump.ts';
import { ProgressBar } from './progress.ts';
import { refuse } from './refusal.ts';

export interface AuditArguments {
  readonly dir?: string | undefined;
  readonly brokers?: string | undefined;
  readonly segments?: string | undefined;
  readonly case?: string | undefined;
  readonly day?: string | undefined;
  readonly department?: string | undefined;
  readonly since?: string | undefined;
  readonly keep?: string | undefined;
  readonly publisher?: string | undefined;
  readonly anchors?: string | undefined;
  readonly content?: string | undefined;
  readonly log?: string | undefined;
  readonly json?: string | undefined;
  readonly html?: string | undefined;
  readonly lang?: string | undefined;
  readonly threads?: string | undefined;
}

const PHASES = { records: '查验记录 / records', contents: '核对内容 / contents' } as const;

export async function auditCommand(given: AuditArguments): Promise<number> {
  const language = given.lang ?? 'zh';
  if (language !== 'zh' && language !== 'en') return refuse('--lang 须为 zh 或 en', '--lang is zh or en');
  if ([given.dir, given.brokers, given.segments].filter((one) => one !== undefined).length > 1)
    refuse('请给出导出文件夹、--brokers 或 --segments，三者择一', 'give a dump, --brokers or --segments, one of them');
  const anchors = anchorsOf(given.anchors);
  const bar = new ProgressBar();
  const contents = openContents(given.content, anchors);
  const settings = { anchors, contents: contents?.audit, progress: shown(bar), ...askedFor(given) };
  let report: Report;
  try {
    const threads = threadsOf(given.threads);
    if (given.dir !== undefined) report = await auditDump(given.dir, { ...settings, ...threads });
    else if (given.segments !== undefined) report = await auditCopies(given, { ...settings, ...threads });
    else report = await auditLive(given, settings);
  } finally {
    bar.end();
    contents?.close();
  }
  if (given.keep !== undefined) keep(given.keep, report);
  if (given.html !== undefined) writeFileSync(given.html, reportHtml(report));
  if (given.json === '-') process.stdout.write(reportJson(report));
  else {
    if (given.json !== undefined) writeFileSync(given.json, reportJson(report));
    process.stdout.write(`${reportLines(report, language, process.stdout.isTTY === true).join('\n')}\n`);
  }
  return exitCodeOf(report);
}

/** What is to be looked at, and what is at hand beside the audited system. */
function askedFor({ case: name, day, department, since, publisher }: AuditArguments) {
  if (day !== undefined && !(/^\d{4}-\d\d-\d\d$/.test(day) && Number.isFinite(Date.parse(day))))
    refuse(`--day 须为日期: ${day}`, `--day is a date, e.g. 2026-03-01: ${day}`);
  const asked = [name, day, department].some((one) => one !== undefined);
  return {
    ...(asked && { wanted: { case: name, day, department } }),
    ...(since !== undefined && { since: textOf(since) }),
    ...(publisher !== undefined && { publisher: textOf(publisher) }),
  };
}

function textOf(file: string): string {
  if (!existsSync(file)) refuse(`文件不存在: ${file}`, `no such file: ${file}`);
  return readFileSync(file, 'utf8');
}

/** A checkpoint is kept only where everything up to it was found whole: the next audit rests on it. */
function keep(file: string, { verdict, scope, log }: Report): void {
  const why =
    verdict !== 'whole'
      ? '有误，不留存存证点 / broken: no checkpoint is kept'
      : scope !== null
        ? '仅审部分办件，不留存存证点 / not all cases were looked at: no checkpoint is kept'
        : '尚无经见证的存证点 / there is no witnessed checkpoint yet';
  if (verdict === 'whole' && scope === null && log.head !== null) writeFileSync(file, log.head);
  else process.stderr.write(`${why}\n`);
}

const shown =
  (bar: ProgressBar): Progress =>
  (phase, done, of) =>
    bar.show(PHASES[phase], done, of);

async function auditLive(
  { brokers, log }: AuditArguments,
  settings: Omit<DumpAuditOptions, 'threads'>,
): Promise<Report> {
  const addresses = brokersOf(brokers);
  const reader = await openReader({ brokers: addresses, clientId: 'guidang-audit' });
  const files = openLogFiles(log);
  try {
    const source = await liveSource(reader, files?.read ?? null);
    return await audit(source, { ...settings, rules: RULES, of: { cluster: addresses.join(','), takenAt: null } });
  } finally {
    files?.close();
    await reader.close();
  }
}

/** Copies of brokers' log directories. */
async function auditCopies({ segments = '', log }: AuditArguments, settings: DumpAuditOptions): Promise<Report> {
  const files = openLogFiles(log);
  try {
    return await auditSegments(segments.split(',').filter(Boolean), { ...settings, log: files?.read ?? null });
  } finally {
    files?.close();
  }
}

/** An anchors file that the audited system itself supplies proves nothing; where none is given, that of the laboratory is taken, and said so. */
export function anchorsOf(given: string | undefined): string {
  const local = given === undefined ? localCheckout()?.anchorsFile : undefined;
  if (local !== undefined) process.stderr.write(`信任锚取自本地实验室 / anchors of the local laboratory: ${local}\n`);
  const file =
    given ??
    local ??
    refuse('请用 --anchors 指定信任锚文件', 'say whom to believe with --anchors FILE (docs/formats/anchors.md)');
  if (!existsSync(file)) refuse(`文件不存在: ${file}`, `no such file: ${file}`);
  return readFileSync(file, 'utf8');
}

function threadsOf(given: string | undefined): { threads?: number } {
  if (given === undefined) return {};
  const threads = Number(given);
  if (!Number.isInteger(threads) || threads < 0 || threads > 256)
    refuse('--threads 须为 0 到 256 的整数', '--threads is a whole number from 0 to 256');
  return { threads };
}

/** The stores to read back from: a folder of objects, or the places of a places file. */
function openContents(
  spec: string | undefined,
  anchors: string,
): { audit: ContentAudit; close: () => void } | undefined {
  if (spec === undefined) return undefined;
  if (!existsSync(spec)) refuse(`文件或文件夹不存在: ${spec}`, `no such file or folder: ${spec}`);
  const trust = openAnchors(anchors);
  const check = (file: string) =>
    trust.ok ? checkPackage(file, { signers: trust.value.signers, tsa: trust.value.tsa }) : Promise.resolve([]);
  // Its processes start with the first file that a yearly look is to be judged by.
  const readers = openInspector({ workers: 2 });
  const again = trust.ok ? { check, timestamps: trust.value.tsa, readers } : undefined;
  if (statSync(spec).isDirectory())
    return { audit: contentAudit([folderStore(spec)], check, again), close: () => readers.close() };
  const places = openPlaces(jsonOf(spec));
  return {
    audit: contentAudit(places.map(placeStore), check, again),
    close: () => {
      readers.close();
      for (const { vault } of places) vault.close();
    },
  };
}
