import { BAGIT, bagManifest, tagFile } from '../guidang-1/bag.ts';
import { PLACES, SEAL_PLACES, suitesOf } from '../guidang-1/names.ts';
import { type Contents, textOf } from './contents.ts';
import type { Report } from './report.ts';

const TAG_FILES = ['bag-info.txt', 'bagit.txt', 'manifest-sha256.txt', 'tagmanifest-sha256.txt'];

/** The bag as such (RFC 8493 §3): declared, described, every file listed once with its digest, nothing beside. */
export function checkBag(contents: Contents, report: Report): void {
  const { files } = contents;
  if (files.size === 0) return;
  report.looked('BAG_DECLARATION', 'BagIt 1.0, UTF-8');
  if (textOf(contents, 'bagit.txt') !== BAGIT)
    report.fault('BAG_DECLARATION', 'bagit.txt 不合规 / is not that of BagIt 1.0 in UTF-8');

  const payload = [...files].filter(([path]) => path.startsWith('data/'));
  manifest(
    contents,
    'manifest-sha256.txt',
    payload.map(([path]) => path),
    'BAG_MANIFEST',
    report,
  );
  manifest(contents, 'tagmanifest-sha256.txt', TAG_FILES.slice(0, 3), 'BAG_TAGMANIFEST', report);

  report.looked('BAG_COMPLETE', `${payload.length} 个数据文件 / payload files`);
  for (const path of files.keys())
    if (!path.startsWith('data/') && !TAG_FILES.includes(path))
      report.fault('BAG_COMPLETE', `${path}: 多余的文件 / does not belong here`);

  const required = requiredIn(contents);
  report.looked('FILES_REQUIRED', `${required.length} 个 / files`);
  for (const path of required) if (!files.has(path)) report.fault('FILES_REQUIRED', `${path}: 缺失 / missing`);
}

/** What every package of this profile holds; form and scheme where the case has them. */
/** Files of every package; those of a suite are needed where the case was sealed in it. */
const OF_SUITES = new Set<string>(Object.values(SEAL_PLACES).flatMap((places) => Object.values(places)));
const NOT_ALWAYS = new Set<string>([...OF_SUITES, PLACES.form, PLACES.scheme, PLACES.report, PLACES.reportData]);
const ALWAYS = [...TAG_FILES, ...Object.values(PLACES).filter((path) => !NOT_ALWAYS.has(path))];
const requiredIn = ({ files }: Contents): string[] => {
  const suites = suitesOf(files);
  // A package without any seal lacks that which every case has first.
  const sealed = suites.length > 0 ? suites : (['international'] as const);
  return [...ALWAYS, ...sealed.flatMap((suite) => Object.values<string>(SEAL_PLACES[suite]))];
};

/** A manifest lists exactly these files, and each with the digest it has. */
function manifest(
  contents: Contents,
  name: string,
  paths: readonly string[],
  code: 'BAG_MANIFEST' | 'BAG_TAGMANIFEST',
  report: Report,
): void {
  const text = textOf(contents, name);
  if (text === undefined) {
    report.fault(code, `${name}: 无法读取 / cannot be read`);
    return;
  }
  report.looked(code, `${paths.length} 个文件 / files`);
  const listed = new Map<string, string>();
  for (const line of text.split('\n').slice(0, -1)) {
    const [, digest, encoded] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (digest === undefined || encoded === undefined) {
      report.fault(code, `${name}: 行格式不合规 / a line is not "digest  path"`);
      continue;
    }
    const path = encoded.replace(/%(0D|0A|25)/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    if (listed.has(path)) report.fault(code, `${path}: 重复列出 / listed twice`);
    listed.set(path, digest);
  }
  for (const path of paths) {
    const digest = listed.get(path);
    const found = contents.files.get(path)?.sha256;
    if (digest === undefined) report.fault(code, `${path}: 未列出 / not listed`);
    else if (found !== undefined && digest !== found)
      report.fault(code, `${path}: SHA-256 不符 / expected ${digest}, found ${found}`);
    listed.delete(path);
  }
  for (const path of listed.keys()) report.fault(code, `${path}: 列出但不存在 / listed and not there`);
  // Listed in the one order in which it is written, so that a manifest has one form.
  const written = bagManifest(paths.map((path) => [path, contents.files.get(path)?.sha256 ?? '']));
  if (report.holds(code) && text !== written)
    report.fault(code, `${name}: 顺序或行尾不合规 / order of lines or line ends`);
}

/** bag-info.txt says what it should. */
export function checkBagInfo(contents: Contents, expected: Parameters<typeof tagFile>[0], report: Report): void {
  const text = textOf(contents, 'bag-info.txt');
  report.looked('BAG_INFO', `${expected.length} 项 / labels`);
  if (text === undefined) {
    report.fault('BAG_INFO', 'bag-info.txt: 无法读取 / cannot be read');
    return;
  }
  const lines = text.split('\n');
  for (const [label, value] of expected)
    if (!lines.includes(`${label}: ${value}`)) report.fault('BAG_INFO', `${label}: 不符或缺失 / differs or is missing`);
  if (report.holds('BAG_INFO') && text !== tagFile(expected))
    report.fault('BAG_INFO', '有多余的项 / there is more than there should be');
}

/** The value of a label in bag-info.txt; undefined where it is not there. */
export const labelOf = (contents: Contents, label: string): string | undefined =>
  textOf(contents, 'bag-info.txt')
    ?.split('\n')
    .find((line) => line.startsWith(`${label}: `))
    ?.slice(label.length + 2);
