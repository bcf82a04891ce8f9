import {
  archivalYear,
  isReferenceCode,
  Retention,
  referenceSeries,
  Scheme,
  type SealManifest,
  splitReferenceCode,
} from '@guidang/contracts';
import { bagInfo, bagManifest } from '../guidang-1/bag.ts';
import { basicInformation } from '../guidang-1/basic.ts';
import type { CaseRecord } from '../guidang-1/case-record.ts';
import { catalogue } from '../guidang-1/catalogue.ts';
import { materialList } from '../guidang-1/materials.ts';
import { PLACES, referenceCodeOf } from '../guidang-1/names.ts';
import { readableForm } from '../guidang-1/plan.ts';
import { processInformation } from '../guidang-1/process.ts';
import { readme } from '../guidang-1/readme.ts';
import { xmlOf } from '../guidang-1/xml.ts';
import { dosTime } from '../zip/layout.ts';
import { checkBagInfo, labelOf } from './bag.ts';
import type { CheckCode } from './codes.ts';
import { type Contents, jsonOf, textOf } from './contents.ts';
import type { Report } from './report.ts';

/** What the package says of itself in words: each file must be exactly what this profile makes of what was sealed. */
export function checkDescriptions(contents: Contents, manifest: SealManifest, sealedAt: string, report: Report): void {
  const record = recordOf(contents, manifest, sealedAt, report);
  if (record === undefined) return;
  const { files, at } = contents;
  const closed = dosTime(manifest.dossier.closing.closedAt);
  if (at?.date !== closed.date || at.time !== closed.time)
    report.fault('ZIP_STRUCTURE', '条目时间不是办结时间 / the time of the entries is not when the case was closed');
  const payload = [...files].filter(([path]) => path.startsWith('data/'));
  checkBagInfo(
    contents,
    bagInfo(
      record,
      payload.map(([, file]) => file),
    ),
    report,
  );
  same(contents, PLACES.catalogue, xmlOf(catalogue(record, new Map(payload))), 'CATALOGUE', report);
  const sm3 = bagManifest(payload.filter(([path]) => path !== PLACES.sm3).map(([path, file]) => [path, file.sm3]));
  same(contents, PLACES.sm3, sm3, 'SM3_MANIFEST', report);
  same(contents, PLACES.basic, xmlOf(basicInformation(record)), 'BASIC_INFORMATION', report);
  same(contents, PLACES.materials, xmlOf(materialList(record)), 'MATERIAL_LIST', report);
  same(contents, PLACES.process, xmlOf(processInformation(record)), 'PROCESS_INFORMATION', report);
  same(contents, PLACES.readme, readme(record), 'README', report);
}

function recordOf(
  contents: Contents,
  manifest: SealManifest,
  sealedAt: string,
  report: Report,
): CaseRecord | undefined {
  const scheme = schemeOf(contents, manifest, report);
  const retention = Retention.safeParse(labelOf(contents, 'Guidang-Retention'));
  const referenceCode = labelOf(contents, 'External-Identifier') ?? '';
  report.looked('REFERENCE_CODE', referenceCode);
  if (!isReferenceCode(referenceCode))
    report.fault('REFERENCE_CODE', 'bag-info.txt 中没有合规的档号 / no 档号 in bag-info.txt');
  if (referenceCode !== referenceCodeOf(contents.folder))
    report.fault('BAG_FOLDER', '文件夹名不是档号 / is not named after the 档号');
  if (!retention.success) {
    report.fault('REFERENCE_CODE', 'bag-info.txt 中没有保管期限 / no retention in bag-info.txt');
    return undefined;
  }
  if (scheme !== undefined) {
    const { dossier } = manifest;
    const series = referenceSeries(scheme.referenceCode, archivalYear(dossier.closing.closedAt), scheme.retention);
    if (splitReferenceCode(referenceCode)?.series !== series || retention.data !== scheme.retention)
      report.fault('REFERENCE_CODE', `档号不合方案 / by its scheme it belongs to ${series}`);
  }
  const form = contents.held.get(PLACES.form);
  return {
    referenceCode,
    retention: retention.data,
    manifest,
    manifestSha256: contents.files.get(PLACES.manifest)!.sha256,
    sealedAt,
    scheme,
    form: form === undefined ? undefined : readableForm(form),
  };
}

/** The scheme, where the package holds it; it must be the one the seal names. */
function schemeOf(contents: Contents, manifest: SealManifest, report: Report): Scheme | undefined {
  const file = contents.files.get(PLACES.scheme);
  report.looked('SCHEME', file === undefined ? '未附 / not in the package' : manifest.scheme);
  if (file === undefined) return undefined;
  const scheme = Scheme.safeParse(jsonOf(contents, PLACES.scheme));
  const { id, version } = manifest.dossier.head.scheme;
  if (`sha256:${file.sha256}` !== manifest.scheme)
    report.fault('SCHEME', `不是固化时的方案 / expected ${manifest.scheme}, found sha256:${file.sha256}`);
  if (!scheme.success || scheme.data.id !== id || scheme.data.version !== version)
    report.fault('SCHEME', `不是 ${id}@${version} / is not ${id}@${version}`);
  return scheme.success ? scheme.data : undefined;
}

/** A file is to the byte what it should be. Says where it differs, and nothing of what it says: that may name people. */
function same(contents: Contents, path: string, expected: string, code: CheckCode, report: Report): void {
  const text = textOf(contents, path);
  report.looked(code, `${Buffer.byteLength(expected)} 字节 / bytes`);
  if (text === expected) return;
  if (text === undefined) {
    report.fault(code, `${path}: 无法读取 / cannot be read`);
    return;
  }
  const [wanted, found] = [expected.split('\n'), text.split('\n')];
  const line = wanted.findIndex((one, i) => one !== found[i]);
  report.fault(
    code,
    `${path}: 第 ${line < 0 ? wanted.length : line + 1} 行与固化内容不符 / line ${line < 0 ? wanted.length : line + 1} differs from what was sealed`,
  );
}
