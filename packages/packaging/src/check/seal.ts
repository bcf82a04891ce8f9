import type { X509Certificate } from 'node:crypto';
import { SealManifest } from '@guidang/contracts';
import type { TimestampTrust } from '@guidang/evidence';
import { contentsOf as placesOf } from '../guidang-1/layout.ts';
import { PLACES, suitesOf } from '../guidang-1/names.ts';
import { type Contents, jsonOf } from './contents.ts';
import type { Report } from './report.ts';
import { checkSuite } from './seal-suite.ts';
import { checkDocument, checkValidation } from './validation.ts';

/** Whom the judge believes: certificates of those whose seals count, and of timestamp authorities. Never taken from the package. */
export interface Trust {
  readonly signers: readonly X509Certificate[];
  readonly tsa: TimestampTrust;
}

/** The seal: manifest readable, stamped, signed, and everything it names is there. @returns the manifest, where it can be read */
export function checkSeal(contents: Contents, trust: Trust, report: Report): SealManifest | undefined {
  const bytes = contents.held.get(PLACES.manifest);
  if (bytes === undefined) return undefined;
  const seals = suitesOf(contents.files).map((suite) => checkSuite(suite, contents, bytes, trust, report));
  const parsed = SealManifest.safeParse(jsonOf(contents, PLACES.manifest));
  report.looked('SEAL_MANIFEST', '可读 / readable');
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    report.fault('SEAL_MANIFEST', `固化清单不合规 / not a manifest: ${issue?.path.join('.') ?? ''}`);
    return undefined;
  }
  const believed = seals.filter((one) => one !== undefined);
  // Where a seal is not believed, what rests on its time cannot be looked at, and has not passed.
  if (believed.length === seals.length && believed.length > 0) {
    const lists = checkValidation(contents, parsed.data, believed, trust, report);
    checkDocument(contents, believed, lists, trust, report);
  }
  checkObjects(contents, parsed.data, report);
  return parsed.data;
}

/** Places of what was handed in or made of the case: something lies there only where the manifest says so. */
const SEALED_PLACES: ReadonlySet<string> = new Set([PLACES.form, PLACES.document, PLACES.report, PLACES.reportData]);

/** Every object of the manifest is there under all its names, at every place it has, and there is nothing else beside what every package holds. */
function checkObjects({ files }: Contents, manifest: SealManifest, report: Report): void {
  const byDigest = new Map([...files.values()].map((file) => [file.sha256, file]));
  report.looked('SEAL_OBJECTS', `${manifest.objects.length} 个对象 / objects`);
  for (const { content, sm3, size } of manifest.objects) {
    const found = byDigest.get(content.slice('sha256:'.length));
    if (found === undefined) report.fault('SEAL_OBJECTS', `${content}: 缺失 / not in the package`);
    else if (found.sm3 !== sm3)
      report.fault('SEAL_OBJECTS', `${content}: SM3 不符 / expected ${sm3}, found ${found.sm3}`);
    else if (found.size !== size)
      report.fault('SEAL_OBJECTS', `${content}: 大小不符 / expected ${size}, found ${found.size}`);
  }
  const places = placesOf(manifest);
  report.looked('CASE_FILES', `${places.size} 个文件 / files`);
  for (const [path, content] of places) {
    const found = files.get(path);
    if (found === undefined) report.fault('CASE_FILES', `${path}: 缺失 / missing`);
    else if (`sha256:${found.sha256}` !== content)
      report.fault('CASE_FILES', `${path}: 不是登记的文件 / expected ${content}, found sha256:${found.sha256}`);
  }
  const ours = new Set<string>(Object.values(PLACES).filter((path) => !SEALED_PLACES.has(path)));
  for (const path of files.keys())
    if (path.startsWith('data/') && !places.has(path) && !ours.has(path))
      report.fault('CASE_FILES', `${path}: 未登记的文件 / nobody handed this in`);
}
