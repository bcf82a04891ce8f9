import type { CaseRecord } from './case-record.ts';
import { layoutOf } from './layout.ts';
import { FOLDERS, PLACES, PROFILE } from './names.ts';
import { type Element, element } from './xml.ts';

/** What a file of the package is, by its bytes. */
export interface Digested {
  readonly size: number;
  readonly sha256: string;
  readonly sm3: string;
}

/** What a file is called and what it was called before. */
interface Known {
  readonly folder: string;
  readonly standard: string;
  readonly actual?: string;
  readonly format?: string;
}

const OWN: readonly (readonly [path: string, folder: string, name: string])[] = [
  [PLACES.readme, '说明', '说明文件'],
  [PLACES.basic, '说明', '基本信息'],
  [PLACES.materials, '说明', '材料清单'],
  [PLACES.process, '说明', '流程信息'],
  [PLACES.form, '表单', '申请表单'],
  [PLACES.document, FOLDERS.process, '办理过程信息'],
  [PLACES.report, FOLDERS.process, '四性检测报告'],
  [PLACES.reportData, FOLDERS.seal, '四性检测报告数据'],
  [PLACES.manifest, FOLDERS.seal, '固化清单'],
  [PLACES.signature, FOLDERS.seal, '清单签名'],
  [PLACES.token, FOLDERS.seal, '可信时间戳'],
  [PLACES.path, FOLDERS.seal, '时间戳路径'],
  [PLACES.record, FOLDERS.seal, '证据记录'],
  [PLACES.nationalSignature, FOLDERS.seal, '清单国密签名'],
  [PLACES.nationalCertificates, FOLDERS.seal, '国密签名证书'],
  [PLACES.nationalToken, FOLDERS.seal, '国密可信时间戳'],
  [PLACES.nationalPath, FOLDERS.seal, '国密时间戳路径'],
  [PLACES.nationalRecord, FOLDERS.seal, '国密证据记录'],
  [PLACES.validation, FOLDERS.seal, '验证数据'],
  [PLACES.chain, FOLDERS.seal, '存证链'],
  [PLACES.scheme, FOLDERS.seal, '归档方案'],
];

/**
 * 目录文件.xml: every file of the payload but itself and the SM3 manifest (which lists it), with what it was called when it came, its size and both digests.
 * Element names of layout A (standards/2 §2.5).
 * @param files by path below the bag's folder, in the order in which they stand in the package
 */
export function catalogue(record: CaseRecord, files: ReadonlyMap<string, Digested>): Element {
  const known = knownFiles(record);
  const folders = new Map<string, Element[]>();
  let number = 0;
  for (const [path, digested] of files) {
    if (path === PLACES.catalogue || path === PLACES.sm3) continue;
    const one = known.get(path);
    const folder = one?.folder ?? '其他';
    number += 1;
    const list = folders.get(folder) ?? [];
    list.push(fileElement(String(number).padStart(4, '0'), path, one, digested));
    folders.set(folder, list);
  }
  const { referenceCode, manifest } = record;
  return element(
    'fileset',
    { title: '目录文件', profile: PROFILE, archival_code: referenceCode, project_id: manifest.case },
    [...folders].map(([title, list]) => element('folder', { title }, list)),
  );
}

function knownFiles({ manifest: { dossier, objects, document } }: CaseRecord): Map<string, Known> {
  const known = new Map<string, Known>(OWN.map(([path, folder, standard]) => [path, { folder, standard }]));
  const puid = objects.find(({ content }) => content === document)?.puid;
  known.set(PLACES.document, { folder: FOLDERS.process, standard: '办理过程信息', ...(puid && { format: puid }) });
  if (dossier.form) known.set(PLACES.form, { folder: '表单', standard: '申请表单', actual: dossier.form.name });
  const { inForce, superseded } = layoutOf(dossier);
  for (const { material, folder, files } of [...inForce, ...superseded])
    for (const { path, file } of files)
      known.set(path, {
        folder: FOLDERS[folder],
        standard: material.name,
        actual: file.name,
        ...(file.puid !== null && { format: file.puid }),
      });
  return known;
}

const fileElement = (id: string, path: string, known: Known | undefined, { size, sha256, sm3 }: Digested): Element =>
  element('file', { id }, [
    element('file_standard_name', { title: '目录名称' }, known?.standard ?? ''),
    ...(known?.actual === undefined ? [] : [element('file_actual_name', { title: '实际名称' }, known.actual)]),
    ...(known?.format === undefined ? [] : [element('format_information', { title: '格式信息' }, known.format)]),
    element('computer_file_name', { title: '计算机文件名' }, path),
    element('computer_file_size', { title: '计算机文件大小' }, String(size)),
    element('digital_summary', { title: '摘要值', algorithm: 'SHA-256' }, sha256),
    element('digital_summary', { title: '摘要值', algorithm: 'SM3' }, sm3),
  ]);
