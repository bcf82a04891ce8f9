import { existsSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dump, logInVault } from '@guidang/auditor';
import {
  CASE_DECISIONS,
  CASE_EVENTS,
  type CaseAccepted,
  type CaseAwaitingReview,
  type CaseClosed,
  type CaseDecision,
  type CaseEvent,
  type CasePackaged,
  type CaseStored,
  MAY_FOLLOW,
  partitionOf,
} from '@guidang/contracts';
import { s3, startService, startServices, stopService } from '@guidang/infra-local';
import { CASE_KINDS, type CasePlan, hostileRecords, labCase, labSubmission } from '@guidang/lab/cases';
import { openPublisher } from '@guidang/stream';
import { keyOf } from '@guidang/vault';
import { ROOT } from './demo/audit.ts';
import { kafkaOf, openSystem, type System } from './open.ts';
import { publishCases } from './publish.ts';
import { everyRecord } from './raw.ts';
import { allSettled, unlogged } from './settled.ts';

/**
 * Records a sample of every record there is: `node e2e/src/samples.ts NAME`, on parts that have never run anything else
 * (`GUIDANG_RUN=$PWD/.local/samples`). What it writes to samples/NAME stays as it is for ever: the programs to come must read it, decide it again and find it whole.
 */
const name = process.argv[2] ?? '';
const folder = `${ROOT}/samples/${name}`;

/** What happens only when an authority's certificate or an algorithm comes to its end, or a package comes from elsewhere: recorded by packages/auditor/test/history/write-sample.ts. */
const AFTER_YEARS = new Set([
  ...['EvidenceRenewed', 'RenewalRefused'],
  ...['PackageReceived', 'PackageTurnedAway', 'ReceivedIndexed'],
]);

async function main(): Promise<void> {
  if (!/^[a-z0-9-]+$/.test(name)) throw new Error('usage: node e2e/src/samples.ts NAME');
  if (existsSync(folder)) throw new Error(`${folder} is there; what was recorded is never recorded again`);
  await startServices();
  const system = await openSystem('samples');
  try {
    for await (const { topic } of everyRecord(system.reader, [CASE_EVENTS]))
      throw new Error(`there are records in ${topic}: samples are taken from parts that have run nothing else`);
    await record(system);
  } finally {
    await system.close();
  }
}

async function record(system: System): Promise<void> {
  const { watch, reader } = system;
  const plans: CasePlan[] = await labSubmission(name, 50, { files: 4 });
  for (const [i, kind] of CASE_KINDS.filter((one) => one !== 'submission').entries())
    plans.push(await labCase(name, i, { kind, files: 4 }));
  await publishCases(plans, (plan, at) => (at % 2 === 0 ? system.kafka : system.http(plan.events[0]!.source)));
  await send(
    system,
    CASE_EVENTS,
    hostileRecords(name)
      .filter(({ key, value }) => key && value && value.length < 20_000)
      .slice(0, 4)
      .map(({ key, value, headers }) => ({ case: Buffer.from(key!).toString(), value: value!, headers })),
  );
  await watch.until(() => allSettled(watch, plans), 300_000);
  await anotherForm(system, plans.find(({ kind }) => kind === 'open')!);
  await refusedTooOften(system, plans.find(({ kind }) => kind === 'incomplete')!);
  await spoiltPackage(system);
  await people(system, plans);
  await aYearLater(system);
  await watch.until(() => unlogged(watch, plans), 60_000);
  await mkdir(folder, { recursive: true });
  const log = logInVault(system.vaults.get('a')!, 'log');
  await dump(reader, {
    dir: `${folder}/dump`,
    takenAt: new Date().toISOString(),
    cluster: `samples ${name}`,
    log,
    feedback: true,
  });
  await cp(system.parts.trust.anchorsFile, `${folder}/anchors.json`);
  const seen = new Set([...watch.cases.values()].flatMap(({ links }) => links.map(({ link }) => link.type)));
  const missing = Object.keys(MAY_FOLLOW).filter(
    (type) => !seen.has(type as keyof typeof MAY_FOLLOW) && !AFTER_YEARS.has(type),
  );
  await writeFile(
    `${folder}/README.md`,
    `# Samples ${name}\n\nRecorded ${new Date().toISOString().slice(0, 10)}. Never changed, only added to beside it.\n`,
  );
  console.log(`${folder}: ${seen.size} types of links; not among them: ${missing.join(', ') || 'none'}`);
  if (missing.length > 0) {
    await rm(folder, { recursive: true });
    process.exitCode = 1;
  }
}

/** What the system that publishes a case says of it later. */
const saidLater = (plan: CasePlan, n: number, type: CaseEvent['type'], data: unknown): CaseEvent => {
  const { specversion, source, version, case: number, time } = plan.events.at(-1)!;
  const id = `${plan.events[0]!.id}-later-${n}`;
  return { specversion, id, source, version, case: number, time, type, data } as CaseEvent;
};

/** 申请表单更正: the form comes once more. */
async function anotherForm({ kafka, watch }: System, plan: CasePlan): Promise<void> {
  const accepted = plan.events.find(({ type }) => type === 'case.accepted') as CaseAccepted;
  const { form, reference } = accepted.data.applicant;
  await kafka.publish([saidLater(plan, 1, 'case.form.replaced', { form, reference, reason: '补充签名' })]);
  await watch.until(() => (watch.has(plan.case, 'FormCaptured') ? undefined : 'the form is not taken in'), 60_000);
}

/** A case that goes back again and again, until people have to decide. */
async function refusedTooOften({ kafka, watch }: System, plan: CasePlan): Promise<void> {
  const closed = plan.events.findLast(({ type }) => type === 'case.closed') as CaseClosed;
  const at = closed.data.closedAt;
  for (let round = 1; !watch.has(plan.case, 'CaseAwaitingReview'); round++) {
    if (round > 8) throw new Error('the case goes back for ever');
    const amended = { amendedAt: at, reason: '归档检测退回，现予补正。' };
    await kafka.publish([
      saidLater(plan, 2 * round, 'case.amended', amended),
      saidLater(plan, 2 * round + 1, 'case.closed', closed.data),
    ]);
    const before = watch.of(plan.case).links.length;
    await watch.until(() => {
      const { links } = watch.of(plan.case);
      const last = links.findLast(({ link }) => link.step === 'check')?.link.type;
      return links.length >= before + 3 && (last === 'CaseRefused' || last === 'CaseAwaitingReview')
        ? undefined
        : 'the case is not judged yet';
    }, 60_000);
  }
}

/** A package whose bytes are others by the time store looks at it. */
async function spoiltPackage(system: System): Promise<void> {
  const { watch, kafka, parts } = system;
  const plan = await labCase(name, 90, { kind: 'granted', files: 4 });
  await stopService('store');
  await publishCases([plan], () => kafka);
  await watch.until(() => (watch.has(plan.case, 'CasePackaged') ? undefined : 'not packaged yet'), 120_000);
  const { link } = watch.of(plan.case).links.find((one) => one.link.type === 'CasePackaged')!;
  const { content } = (link as CasePackaged).body.package;
  const [place] = parts.places;
  const { endpoint, region, root } = place!;
  const path = `/prearchive/${keyOf(content)}`;
  const put = await s3({ method: 'PUT', endpoint, region, path, body: 'no package any more' }, root);
  if (put.status !== 200) throw new Error(`the package cannot be spoilt: ${put.status} ${put.text}`);
  await startService('store');
  await watch.until(() => (watch.has(plan.case, 'PackageRefused') ? undefined : 'not refused yet'), 60_000);
}

/** What people do: they settle what was left to them, overrule, are refused, and ask for copies. */
async function people(system: System, plans: readonly CasePlan[]): Promise<void> {
  const { watch } = system;
  const links = [...watch.cases.values()].flatMap(({ links: all }) => all.map(({ link }) => link));
  const time = new Date().toISOString();
  let n = 0;
  const decision = (one: Omit<CaseDecision, 'id' | 'version' | 'time'>): CaseDecision =>
    ({ id: `sample-${name}-${String(++n).padStart(4, '0')}`, version: 1, time, ...one }) as CaseDecision;
  const by = (account: string) => ({ account, role: 'archivist' as const });
  const stored = links.find((link) => link.type === 'CaseStored') as CaseStored;
  const decisions: CaseDecision[] = [];
  for (const link of links) {
    if (link.type !== 'CaseAwaitingReview' && link.type !== 'CaseRefused') continue;
    for (const { key } of (link as CaseAwaitingReview).body.open ?? [])
      for (const account of ['archivist-01', 'archivist-01', 'archivist-02'])
        decisions.push(
          decision({
            type: 'finding.resolved',
            case: link.case,
            by: by(account),
            data: { finding: key, resolution: 'accepted', reason: '经核对原件，可以归档。' },
          } as Omit<CaseDecision, 'id' | 'version' | 'time'>),
        );
  }
  const file = stored.body.index.files.find(({ group }) => group === 'application')!;
  for (const path of [file.path, 'data/no-such-file.pdf'])
    decisions.push(
      decision({
        type: 'use.requested',
        case: stored.case,
        by: by('archivist-01'),
        data: { path, purpose: '样本 / a sample' },
      } as Omit<CaseDecision, 'id' | 'version' | 'time'>),
    );
  await send(
    system,
    CASE_DECISIONS,
    decisions.map((one) => ({ case: one.case, value: Buffer.from(JSON.stringify(one)), headers: {} })),
  );
  await watch.until(() => {
    const wanted = ['CopyMade', 'UseRefused', 'FindingResolved', 'ResolutionRefused'] as const;
    const left = wanted.filter((type) => ![...watch.cases.keys()].some((one) => watch.has(one, type)));
    return left.length > 0 ? `nobody answered with ${left.join(', ')}` : undefined;
  }, 60_000);
  // What was overruled goes on to the end.
  await watch.until(
    () =>
      plans.every((plan) => !watch.has(plan.case, 'CaseChecked') || watch.has(plan.case, 'CaseIndexed'))
        ? undefined
        : 'cases that passed are not stored',
    120_000,
  );
}

/** The yearly round over what is stored, as soon as it is stored; and then no further one, so that the records come to an end. */
async function aYearLater({ watch }: System): Promise<void> {
  await stopService('store');
  await startService('store', { INSPECTION_DAYS: '0.0001', INSPECTION_PAUSE_SECONDS: '1' });
  await watch.until(
    () => ([...watch.cases.keys()].some((one) => watch.has(one, 'PackageInspected')) ? undefined : 'nothing inspected'),
    120_000,
  );
  await stopService('store');
  await startService('store');
}

async function send(
  { parts }: System,
  topic: string,
  records: readonly { case: string; value: Uint8Array; headers: Record<string, string> }[],
): Promise<void> {
  const bus = await openPublisher(kafkaOf(parts, 'samples-people'));
  await bus.publish(
    records.map(({ case: key, value, headers }) => ({ topic, partition: partitionOf(key, 4), key, value, headers })),
  );
  await bus.close();
}

await main();
