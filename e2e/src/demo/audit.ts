import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { auditDump, dump, exitCodeOf, logInVault } from '@guidang/auditor';
import { isLocated, tamper } from '@guidang/auditor/tamper';
import type { System } from '../open.ts';
import { bold, dim, green, item, red } from './tell.ts';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** A path as somebody in the checkout would type it. */
export const short = (path: string): string => path.replace(`${ROOT}/`, '');

/** What the demo writes down about tampering. */
export interface Tampered {
  readonly name: string;
  readonly detected: boolean;
  readonly located: boolean;
}

/** Topics and log as files, for whoever wants to audit them elsewhere. */
export async function takeDump(system: System, dir: string): Promise<void> {
  await rm(dir, { recursive: true, force: true });
  const manifest = await dump(system.reader, {
    dir,
    takenAt: new Date().toISOString(),
    cluster: 'make demo',
    log: logInVault(system.vaults.get('a')!, 'log'),
  });
  const records = manifest.partitions.reduce((sum, { records: some }) => sum + some, 0);
  item(
    `${bold(short(dir))}  ${records.toLocaleString('en')} 条记录 records, ${manifest.partitions.length} 个分区 partitions`,
  );
}

/** The command an auditor would type, run as it stands. @returns its exit code */
export async function guidang(...args: string[]): Promise<number> {
  item(dim(`$ pnpm guidang ${args.map(short).join(' ')}`));
  const child = spawn(process.execPath, [`${ROOT}/packages/auditor/src/main.ts`, ...args], {
    stdio: 'inherit',
    cwd: ROOT,
  });
  const [code] = (await once(child, 'exit')) as [number];
  item(`${dim('退出码 exit code')} ${code === 0 ? green('0') : red(String(code))}`);
  return code;
}

/** Three ways in which an insider, who writes dump.json again, might want to change history. */
const TRIED = [
  ['change-decision', '改动一条判定 / a decision is changed'],
  ['delete-and-rechain', '删去一节并重连后续 / a link is deleted and everything after it chained again'],
  ['alter-checkpoint', '改动一个存证点 / a checkpoint is altered'],
] as const;

export async function tamperThrice(dir: string, anchorsFile: string): Promise<Tampered[]> {
  const anchors = readFileSync(anchorsFile, 'utf8');
  const tried: Tampered[] = [];
  for (const [name, what] of TRIED) {
    const forged = `${dir}-${name}`;
    await rm(forged, { recursive: true, force: true });
    await cp(dir, forged, { recursive: true });
    const touched = await tamper(forged, name, { seed: 7, insider: true });
    const report = await auditDump(forged, { anchors });
    const [first] = report.faults;
    const detected = exitCodeOf(report) === 1;
    const located = touched !== undefined && isLocated(touched, first);
    tried.push({ name, detected, located });
    item(`${bold(what)}`);
    item(
      `   ${detected ? green('发现 detected') : red('未发现 missed')} ${first?.code ?? ''}  ${dim(`${first?.topic ?? ''}-${first?.partition ?? ''}@${first?.offset ?? ''}  ${first?.field ?? ''}`)}`,
    );
    await rm(forged, { recursive: true });
  }
  return tried;
}
