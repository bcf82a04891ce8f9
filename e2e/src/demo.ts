import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { startServices } from '@guidang/infra-local';
import { type CaseKind, type CasePlan, labCase, labSubmission } from '@guidang/lab/cases';
import { guidang, ROOT, short, takeDump, tamperThrice } from './demo/audit.ts';
import { Board } from './demo/board.ts';
import { triedToDelete, useCopy } from './demo/copies.ts';
import { proveThrice } from './demo/proof.ts';
import { amendedCase, hostileFiles, missingMaterials, packageTree, unreadableScan } from './demo/stories.ts';
import { bold, dim, green, heading, item, red, tell } from './demo/tell.ts';
import { openSystem, type System } from './open.ts';
import { publishCases } from './publish.ts';
import { unusedSeed } from './seed.ts';
import { allSettled, type Standing, standingOf, unlogged } from './settled.ts';

/**
 * The demo: real cases on real parts, from the first event to an auditor's verdict. What it leaves lies below .local/demo; the parts stay up.
 */
const RUN = process.env.GUIDANG_RUN ?? `${ROOT}/.local`;
const FOLDER = `${RUN}/demo`;
const PARTS = `${RUN}/parts.json`;

/** Thirty cases: most of them ordinary, one of every way in which things go otherwise. */
const KINDS: readonly CaseKind[] = [
  ...Array<CaseKind>(13).fill('granted'),
  'refused',
  'ended',
  'replaced',
  'amended',
  'amended',
  'incomplete',
  'withdrawn',
  'closed-too-early',
  'wrong-digest',
  'virus',
  'fake-extension',
  'zip-bomb',
  'unlisted',
  'open',
];

async function plansFor(seed: string): Promise<CasePlan[]> {
  const alone = await Promise.all(
    KINDS.map((kind, i) => labCase(seed, i, { kind, ...(kind === 'replaced' && { variant: 'unreadable' }) })),
  );
  const last = await labCase(seed, KINDS.length, { kind: 'granted' });
  return [...alone, ...(await labSubmission(seed, 20)), last];
}

async function main(): Promise<number> {
  const began = performance.now();
  tell(
    bold('归档 Guidang') +
      dim('  政务服务办件:从接收到存证,边办边归档 / government-service cases become archives while they are handled'),
  );
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  heading('服务', 'our services, on the real broker, database, stores and scanner');
  await startServices();
  const system = await openSystem('demo');
  try {
    return await chapters(system, began);
  } finally {
    await system.close();
  }
}

async function chapters(system: System, began: number): Promise<number> {
  const { watch } = system;
  const seed = await unusedSeed(system.reader, 'demo');
  const plans = await plansFor(seed);
  const of = (kind: CaseKind): CasePlan => plans.find((plan) => plan.kind === kind)!;

  heading(
    `${plans.length} 个办件经两个入口进入`,
    `${plans.length} cases through both doors, Kafka and HTTP, on their way through the six steps`,
  );
  const board = new Board(watch, plans);
  const publishing = publishCases(plans, (plan, at) =>
    at % 2 === 0 ? system.kafka : system.http(plan.events[0]!.source),
  );
  let published: Awaited<typeof publishing> | undefined;
  const done = publishing.then((all) => {
    published = all;
  });
  await Promise.all([
    done,
    watch.until(
      () => {
        board.draw();
        return published === undefined ? 'still publishing' : allSettled(watch, plans);
      },
      300_000,
      300,
    ),
  ]);
  board.draw();
  const seconds = (performance.now() - began) / 1000;

  heading('申请人还在窗口,缺什么已经知道', 'what is missing is known while the applicant is still at the window');
  missingMaterials(system, of('incomplete'));

  heading(
    '扫描件无法读取,几秒内告知窗口',
    'a scan that nobody can read, told to the window within seconds, and scanned again',
  );
  unreadableScan(system, of('replaced'));

  heading('退回时列出全部问题;补正后归档', 'a refusal lists every finding; mended, the case is archived');
  amendedCase(system, of('amended'));

  heading('病毒、压缩炸弹、伪装文件、摘要不符', 'virus, zip bomb, disguised file, wrong digest: findings with reasons');
  hostileFiles(
    system,
    ['virus', 'zip-bomb', 'fake-extension', 'wrong-digest'].map((kind) => of(kind as CaseKind)),
  );

  heading('归档信息包', 'the package, read back from the write-once store');
  await packageTree(system, of('granted'), `${FOLDER}/package.zip`);

  heading('谁也删不掉', 'nobody can delete it: a service tries with its own credential');
  const locked = await triedToDelete(system, of('granted'));

  heading('利用副本', 'a copy for one purpose, watermarked, that anybody can verify');
  await useCopy(system, of('granted'), `${FOLDER}/copy.pdf`);

  heading(
    '审计:导出、离线重演',
    'audit: topics and log as files, every decision taken again, trusting only the anchors',
  );
  await watch.until(() => unlogged(watch, plans), 30_000);
  const dir = `${FOLDER}/dump`;
  const anchors = `${FOLDER}/anchors.json`;
  await writeFile(anchors, await readFile(system.parts.trust.anchorsFile));
  await takeDump(system, dir);
  const [json, html] = [`${FOLDER}/audit.json`, `${FOLDER}/audit.html`];
  const exitCode = await guidang(
    'audit',
    dir,
    '--anchors',
    anchors,
    '--content',
    PARTS,
    '--json',
    json,
    '--html',
    html,
  );

  heading('三种篡改,连校验和一并改写', 'three tamperings by an insider who rewrites the digests as well');
  const tamperings = await tamperThrice(dir, anchors);

  heading(
    '办件证明:三方核验',
    'the proof of a case, one file for a citizen or a court: checked by three that share no line of code',
  );
  const proven = of('granted').case;
  const opinions = await proveThrice(proven, dir, anchors, `${FOLDER}/case.proof.zip`);

  const report = { ...counted(system, plans, published!), seconds: Math.round(seconds * 10) / 10 };
  const findings = (JSON.parse(await readFile(json, 'utf8')) as { faults: unknown[] }).faults.length;
  await writeFile(
    `${FOLDER}/report.json`,
    `${JSON.stringify({ ...report, audit: { exitCode, findings }, tamperings, proof: { case: proven, opinions } }, undefined, 2)}\n`,
  );
  whereNext(system);
  const well =
    exitCode === 0 &&
    locked &&
    tamperings.every(({ detected, located }) => detected && located) &&
    opinions.every(({ holds, refusesSpoilt }) => holds && refusesSpoilt);
  tell();
  tell(
    well
      ? green(bold('全部符合预期 / all as it should be'))
      : red(bold('有不符之处 / something is not as it should be')),
  );
  return well ? 0 : 1;
}

function counted(system: System, plans: readonly CasePlan[], published: { files: number; bytes: number }) {
  const standing = (one: Standing): number => plans.filter((plan) => standingOf(system.watch, plan) === one).length;
  const links = plans.reduce((sum, plan) => sum + system.watch.of(plan.case).links.length, 0);
  return {
    cases: {
      published: plans.length,
      stored: standing('stored'),
      refused: standing('refused'),
      withdrawn: standing('withdrawn'),
      waiting: standing('waiting'),
    },
    links,
    files: published.files,
    bytes: published.bytes,
  };
}

function whereNext(system: System): void {
  heading('接下来看哪里', 'where to look next');
  item(`${bold(`http://127.0.0.1:${system.parts.http.console}/`)}  控制台 the console, signed in as one of these:`);
  for (const account of ['operator', 'archivist', 'auditor']) {
    const who = system.parts.idp?.people.find((person) => person.account === account);
    if (who) item(`  ${bold(who.account)} / ${bold(who.password)}  ${who.title}`);
  }
  item(`${bold(short(`${FOLDER}/package.zip`))}  归档信息包 the package ${dim('(unzip -l; docs/formats/package.md)')}`);
  item(`${bold(short(`${FOLDER}/copy.pdf`))}  利用副本 the copy`);
  item(`${bold(short(`${FOLDER}/audit.html`))}  审计报告 the auditor's report`);
  item(
    `${bold(short(`${FOLDER}/dump`))} + ${bold('anchors.json')}  自己审计 audit it yourself: ${dim(`pnpm guidang audit ${short(FOLDER)}/dump --anchors ${short(FOLDER)}/anchors.json`)}`,
  );
  item(
    `${bold(short(`${FOLDER}/case.proof.zip`))}  办件证明 the proof of a case: open ${bold('docs/verify.html')} in a browser and give it this file and anchors.json`,
  );
  item(`${bold(`http://127.0.0.1:${system.parts.http.notary}/checkpoint`)}  存证点 the log's head`);
  item(
    `${bold(`${system.parts.intake!.url}/v1/openapi.json`)}  接入 intake   ${bold(`${system.parts.use!.url}/openapi.json`)}  利用 use`,
  );
  item(`make status | make logs part=capture | make referees | make down`);
}

process.exitCode = await main();
