import { writeFile } from 'node:fs/promises';
import type {
  CaseChecked,
  CaseRefused,
  CaseStored,
  Finding,
  MaterialCaptured,
  MaterialChecked,
  MaterialSuperseded,
} from '@guidang/contracts';
import type { CasePlan } from '@guidang/lab/cases';
import { readZip, sourceOver } from '@guidang/packaging';
import type { System } from '../open.ts';
import { short } from './board.ts';
import { bold, dim, green, item, red, yellow } from './tell.ts';

export const linksOf = <T>({ watch }: System, plan: CasePlan, type: string): T[] =>
  watch
    .of(plan.case)
    .links.filter(({ link }) => link.type === type)
    .map(({ link }) => link as T);

/** A finding in one line: item, code, what it is about. */
const finding = ({ item: code, code: found, object }: Finding): string => `${bold(code)} ${found}  ${dim(object)}`;

/** What was missing while the case was open, told while the applicant is still at the window. */
export function missingMaterials(system: System, plan: CasePlan): void {
  const names = new Map(plan.scheme.items.map(({ code, name }) => [code, name]));
  const told = system.watch
    .of(plan.case)
    .feedback.filter(({ type }) => type === 'dossier.opened' || type === 'dossier.missing');
  for (const { missing = [], time } of [told[0], told.at(-1)].filter((one) => one !== undefined))
    item(
      `${short(plan.case)} ${dim(time.slice(11, 19))}  还缺 missing: ${yellow(missing.map((code) => `${code} ${names.get(code) ?? '申请表单'}`).join('、'))}`,
    );
}

/** A scan that breaks off is found as soon as it comes, the applicant still at the window; it is scanned again, and the case is archived. */
export function unreadableScan(system: System, plan: CasePlan): void {
  const captured = new Map(
    [
      ...linksOf<MaterialCaptured>(system, plan, 'MaterialCaptured'),
      ...linksOf<MaterialSuperseded>(system, plan, 'MaterialSuperseded'),
    ].map(({ body, time }) => [body.material.material, time]),
  );
  for (const { body, time } of linksOf<MaterialChecked>(system, plan, 'MaterialChecked')) {
    const again = body.material.endsWith('-2');
    if (body.verdict === 'passed' && !again) continue;
    const seconds = (Date.parse(time) - Date.parse(captured.get(body.material) ?? time)) / 1000;
    const after = dim(`${seconds.toFixed(1)} s`);
    if (again) item(`${short(plan.case)} ${body.material} 重新扫描${green('合格')} scanned again, in order  ${after}`);
    for (const one of body.findings.filter(isRefusal)) item(`${short(plan.case)} ${finding(one)}  ${after}`);
  }
  for (const { body } of linksOf<CaseStored>(system, plan, 'CaseStored'))
    item(`${short(plan.case)} 档号 ${bold(body.referenceCode)}`);
}

const isRefusal = ({ outcome, level }: Finding): boolean => outcome === 'FAIL' && level === 'BLOCK';

/** Refused with every finding, mended, and stored after all. */
export function amendedCase(system: System, plan: CasePlan): void {
  for (const { body } of linksOf<CaseRefused>(system, plan, 'CaseRefused')) {
    item(`${short(plan.case)} 第 ${body.round} 轮${red('退回')} refused in round ${body.round}:`);
    for (const one of body.findings.filter(({ outcome }) => outcome === 'FAIL')) item(`   ${finding(one)}`);
  }
  for (const { body } of linksOf<CaseChecked>(system, plan, 'CaseChecked'))
    item(`${short(plan.case)} 第 ${body.round} 轮${green('通过')} passed in round ${body.round}`);
  for (const { body } of linksOf<CaseStored>(system, plan, 'CaseStored'))
    item(`${short(plan.case)} 档号 ${bold(body.referenceCode)}`);
}

/** What hostile and broken files were found out as. */
export function hostileFiles(system: System, plans: readonly CasePlan[]): void {
  for (const plan of plans) {
    const refusals = system.watch.of(plan.case).feedback.flatMap(({ refused = [] }) => refused);
    for (const { code, expected, found } of refusals.slice(0, 1))
      item(
        `${plan.kind.padEnd(15)} ${red(code)}  ${dim(`expected ${expected?.slice(0, 12)}… found ${found?.slice(0, 12)}…`)}`,
      );
    const failed = system.watch.of(plan.case).feedback.find(({ type }) => type === 'material.failed');
    for (const one of failed?.findings?.filter(({ outcome }) => outcome === 'FAIL').slice(0, 1) ?? [])
      item(`${plan.kind.padEnd(15)} ${finding(one)}`);
  }
}

/** What lies inside the package of a case, read back from the write-once store. */
export async function packageTree(system: System, plan: CasePlan, to: string): Promise<void> {
  const [stored] = linksOf<CaseStored>(system, plan, 'CaseStored');
  const { referenceCode, package: held, copies, retainUntil } = stored!.body;
  const [copy] = copies;
  const bytes = await system.vaults
    .get(copy!.place)!
    .read(copy!.bucket, { key: copy!.key, versionId: copy!.versionId }, 200_000_000);
  await writeFile(to, bytes);
  item(`${bold(referenceCode)}  ${held.size.toLocaleString('en')} B  ${dim(held.content)}`);
  item(
    `保管至 kept until ${retainUntil ?? '永久 for ever'};${copies.map(({ place, lock }) => ` ${place} ${lock.mode} → ${lock.until.slice(0, 10)}`).join(',')}`,
  );
  const { members } = await readZip(sourceOver(bytes), {
    entries: 10_000,
    directoryBytes: 16_000_000,
    nameBytes: 2_000,
    bytes: bytes.length,
  });
  for (const { path, size } of members) item(`${dim('│')} ${path}  ${dim(`${size.toLocaleString('en')} B`)}`);
}
