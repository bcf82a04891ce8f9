import type { CapturedFile, Dossier, DossierMaterial } from '@guidang/contracts';
import { type Cell, cell, centred, label, type Row, type Table } from '@guidang/paper';
import { bytes, COLLECTED, GROUP, NOTHING } from './words.ts';

/** Columns in points; they add up to the measure of the page. */
const COLUMNS = [28, 38, 111, 115, 32, 56, 90];
const HEAD: Row = { cells: ['序号', '目录项', '材料名称与来源', '文件名', '格式', '字节数', 'SHA-256'].map(label) };

/** Hexadecimal digits of a digest that are printed: enough to tell files apart on paper; the manifest has them whole. */
export const DIGITS = 16;

/** How much there is, the form included. */
export const counted = ({ form, materials }: Dossier): string => {
  const files = materials.reduce((sum, material) => sum + material.files.length, 0) + (form ? 1 : 0);
  return `共 ${materials.length + (form ? 1 : 0)} 件 ${files} 个文件`;
};

/** 归档材料目录: form and materials with their files; nothing where there are none. */
export function materialsOf(form: CapturedFile | null, materials: readonly DossierMaterial[]): Table[] {
  const formMaterial = form && {
    item: null,
    name: '申请表单',
    kind: '申请材料',
    files: [form],
    countersignature: null,
  };
  const listed = materials.map(({ item, name, group, collected, confirmed, files, countersignature }) => ({
    item,
    name,
    kind: `${GROUP[group]}，${COLLECTED[collected] ?? collected}${confirmed ? '，当场确认' : ''}`,
    files,
    countersignature,
  }));
  const all = [...(formMaterial ? [formMaterial] : []), ...listed];
  const rows = all.flatMap((material, i) => rowsOf(material, i + 1));
  return rows.length > 0 ? [{ kind: 'table', columns: COLUMNS, size: 8.5, head: HEAD, rows }] : [];
}

interface Listed {
  readonly item: string | null;
  readonly name: string;
  readonly kind: string;
  readonly files: readonly CapturedFile[];
  readonly countersignature: CapturedFile | null;
}

/** A row for each file; the material they belong to stands beside them, its origin next to the second where there are several. */
function rowsOf({ item, name, kind, files, countersignature }: Listed, number: number): Row[] {
  const signed = countersignature && { ...countersignature, name: `${countersignature.name}（确认签名）` };
  const all = [...files, ...(signed ? [signed] : [])];
  const whole = (text: string): Cell[] => [centred(String(number)), centred(item ?? NOTHING), cell(text)];
  const going = (text: string): Cell[] =>
    [centred(''), centred(''), cell(text)].map((one) => ({ ...one, joined: true }));
  return all.map((file, i): Row => {
    const own = [
      cell(file.name),
      centred(file.format),
      { text: bytes(file.size), align: 'right' } as const,
      centred(file.content.slice('sha256:'.length, 'sha256:'.length + DIGITS)),
    ];
    if (i === 0) return { cells: [...whole(all.length > 1 ? name : `${name}\n${kind}`), ...own] };
    return {
      cells: [...going(i === 1 ? kind : ''), ...own],
      onNewPage: { cells: [...whole(`${name}（续）`), ...own] },
    };
  });
}
