import type { CaseRecord } from './case-record.ts';
import type { Digested } from './catalogue.ts';
import { PROFILE } from './names.ts';
import { civilDate } from './time.ts';

/** bagit.txt of RFC 8493 §2.1.1, to the byte. */
export const BAGIT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

/** A path in a manifest: line ends and the per cent sign are written as codes (RFC 8493 §2.1.3). */
const encoded = (path: string): string =>
  path.replace(/[%\r\n]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

/** A manifest: digest, two spaces, path; a line feed at the end of each line. Lines in the order of `files`. */
export const bagManifest = (files: Iterable<readonly [path: string, digest: string]>): string =>
  [...files].map(([path, digest]) => `${digest}  ${encoded(path)}\n`).join('');

/** Labels of bag-info.txt (RFC 8493 §2.2.2) in order; those that begin with Guidang are ours. */
export function bagInfo(record: CaseRecord, payload: Iterable<Digested>): [label: string, value: string][] {
  const { referenceCode, retention, manifest, sealedAt } = record;
  const { head } = manifest.dossier;
  let [bytes, count] = [0, 0];
  for (const { size } of payload) {
    bytes += size;
    count += 1;
  }
  return [
    ['Source-Organization', head.department.name],
    [
      'External-Description',
      `政务服务办件归档信息包 / archival package of a government-service case: ${head.matter.name}`,
    ],
    ['External-Identifier', referenceCode],
    ['Internal-Sender-Identifier', manifest.case],
    ['Bagging-Date', civilDate(sealedAt)],
    ['Payload-Oxum', `${bytes}.${count}`],
    ['Guidang-Profile', PROFILE],
    ['Guidang-Retention', retention],
    ['Guidang-Scheme', `${head.scheme.id}@${head.scheme.version} ${manifest.scheme}`],
    ['Guidang-Manifest', `sha256:${record.manifestSha256}`],
    ['Guidang-Sealed-At', sealedAt],
  ];
}

export const tagFile = (labels: readonly (readonly [label: string, value: string])[]): string =>
  labels.map(([label, value]) => `${label}: ${value}\n`).join('');
