import type { PackageIndex, ReceiptCheck, Retention } from '@guidang/contracts';
import { PACKAGE_LIMITS } from '../opened-package.ts';
import { readZip } from '../zip/read.ts';
import { type ByteSource, openFile } from '../zip/source.ts';
import { checkBag, labelOf } from './bag.ts';
import { checkChain } from './chain.ts';
import { type Contents, contentsOf } from './contents.ts';
import { checkDescriptions } from './descriptions.ts';
import { Report } from './report.ts';
import { checkSeal, type Trust } from './seal.ts';

/** What somebody said of the package before it was opened. */
export interface Announced {
  readonly referenceCode: string;
  readonly case: string;
  readonly retention: Retention;
  /** SHA-256 of the sealing link's bytes, hexadecimal. */
  readonly sealed: string;
  readonly index: PackageIndex;
}

/**
 * Judges a package as a stranger would, from its bytes and from whom we trust, with flat memory. Every check is reported, in a fixed order; what could not be looked
 * at has not passed. Never throws for what the bytes are, only where they cannot be read.
 * @param source path of a file, or bytes that can be read from anywhere
 * @param announced what the sender said; adds the check AS_ANNOUNCED
 */
export async function checkPackage(
  source: string | ByteSource,
  trust: Trust,
  announced?: Announced,
): Promise<ReceiptCheck[]> {
  if (typeof source !== 'string') return judge(source, trust, announced);
  const file = await openFile(source);
  try {
    return await judge(file, trust, announced);
  } finally {
    await file.close();
  }
}

async function judge(source: ByteSource, trust: Trust, announced: Announced | undefined): Promise<ReceiptCheck[]> {
  const report = new Report();
  const reading = await readZip(source, PACKAGE_LIMITS);
  for (const { code, detail } of reading.findings) report.fault(code, detail);
  for (const code of ['ZIP_STRUCTURE', 'ZIP_LIMITS', 'ZIP_NAMES', 'ZIP_KINDS', 'ZIP_PLAIN'] as const)
    if (reading.members.length > 0) report.looked(code, `${reading.members.length} 个条目 / entries`);
  const contents = await contentsOf(source, reading, report);
  checkBag(contents, report);
  const manifest = checkSeal(contents, trust, report);
  const sealed = manifest && (await checkChain(contents, manifest, report));
  if (manifest && sealed) checkDescriptions(contents, manifest, sealed.link.time, report);
  if (announced) checkAnnounced(contents, announced, manifest?.case, sealed?.sha256, report);
  return report.checks(announced ? ['AS_ANNOUNCED'] : []);
}

function checkAnnounced(
  contents: Contents,
  { referenceCode, case: caseNumber, retention, sealed, index }: Announced,
  foundCase: string | undefined,
  foundSeal: string | undefined,
  report: Report,
): void {
  report.looked('AS_ANNOUNCED', `${index.files.length} 个文件 / files`);
  const differ = (what: string): void => report.fault('AS_ANNOUNCED', `${what}: 与通报不符 / not what was announced`);
  if (labelOf(contents, 'External-Identifier') !== referenceCode) differ('档号');
  if (labelOf(contents, 'Guidang-Retention') !== retention) differ('保管期限');
  if (foundCase !== caseNumber) differ('办件编号');
  if (foundSeal !== sealed) differ('固化链节');
  for (const { path, content, size } of index.files) {
    const file = contents.files.get(path);
    if (file === undefined || `sha256:${file.sha256}` !== content || file.size !== size) differ(path);
  }
}
