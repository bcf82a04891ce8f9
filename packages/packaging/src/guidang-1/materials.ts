import type { CapturedFile } from '@guidang/contracts';
import type { CaseRecord } from './case-record.ts';
import { layoutOf, type PlacedFile, type PlacedMaterial } from './layout.ts';
import { FOLDERS, PROFILE } from './names.ts';
import { collectedWords } from './words.ts';
import { type Element, element } from './xml.ts';

/**
 * 材料清单.xml: every material with its files. Element names of layout B (standards/2 §2.6): CLMC 材料名称, CLLX 材料类型, SQFS 收取方式; WJM 文件名,
 * WJDX 大小, GSXX 格式信息, WJSZZY 数字摘要 as `ALG:hex`, once per algorithm. Creation times are not known and are left out.
 */
export function materialList({ manifest: { dossier } }: CaseRecord): Element {
  const { inForce, superseded } = layoutOf(dossier);
  return element('description', { title: '材料收取清单', profile: PROFILE }, [
    ...inForce.map((material) => fileInfo(material, '在用')),
    ...superseded.map((material) => fileInfo(material, '已替换')),
  ]);
}

function fileInfo({ material, files }: PlacedMaterial, state: string): Element {
  const { material: id, item, name, group, confirmed } = material;
  const attributes = {
    title: '材料信息',
    id,
    ...(item !== null && { item }),
    state,
    ...(confirmed !== null && { confirmed: confirmed ? '当场确认' : '未确认' }),
  };
  return element('fileinfo', attributes, [
    element('CLMC', { title: '材料名称' }, name),
    element('CLLX', { title: '材料类型' }, FOLDERS[group]),
    element('SQFS', { title: '收取方式', code: material.collected }, collectedWords(material)),
    ...files.map(detailInfo),
  ]);
}

const detailInfo = ({ path, file, countersignature }: PlacedFile): Element =>
  element('detailinfo', { title: countersignature ? '现场签认' : '文件信息' }, [
    element('WJM', { title: '文件名', original: file.name }, path),
    element('WJDX', { title: '文件大小' }, String(file.size)),
    element('GSXX', { title: '格式信息', family: file.format }, file.puid ?? ''),
    ...digests(file),
  ]);

const digests = ({ content, sm3 }: CapturedFile): Element[] =>
  [`SHA-256:${content.slice('sha256:'.length)}`, `SM3:${sm3}`].map((digest) =>
    element('WJSZZY', { title: '数字摘要' }, digest),
  );
