import type { PublishedMaterial } from '@guidang/contracts';
import { announced, type Paper } from '../documents/index.ts';
import type { MatterItem } from '../matters/index.ts';
import { type Basis, isShared } from './basis.ts';
import { largePaper, paperFor } from './papers.ts';

/** A file of a case before it is made: its name follows from what it is for, its digest from its paper. */
export interface DraftFile {
  name: string;
  paper: Paper;
  /** its publisher announces a digest that is not its own */
  misannounced?: true;
}

export interface DraftMaterial {
  material: string;
  item: string | null;
  group: PublishedMaterial['group'];
  name: string;
  collected: PublishedMaterial['collected'];
  files: readonly DraftFile[];
  /** scanned at the window and confirmed there by the applicant */
  confirmed: boolean;
}

/** What is scanned where paper is brought to the window. */
const PAPER: readonly MatterItem['made'][] = [
  'id-card',
  'certificate',
  'business-licence',
  'statement',
  'drawing',
  'photo',
];

/** What is handed in and made in a case where nothing goes amiss, the result excepted, up to the number of files it should come to. */
export function materialsOf(basis: Basis): DraftMaterial[] {
  const { leaves, extras } = counted(basis);
  const listed = [...leaves].map(([item, count]) => materialFor(basis, item, item.code, count));
  const others = extras.map((count, i) =>
    materialFor(basis, extraItem(basis), `${extraItem(basis).code}-${i + 1}`, count),
  );
  const asked = listed.filter(({ group }) => group === 'application');
  const all = [...asked, ...others, ...listed.filter(({ group }) => group === 'process')];
  return basis.large === null ? all : enlarged(basis, all, basis.large);
}

/** 其他佐证材料: room for anything. */
export const extraItem = ({ matter }: Basis): MatterItem => matter.items.find(({ code }) => code === 'A90')!;

/** Papers of several leaves: where a case needs more files, these have more. */
const GROWS: readonly MatterItem['made'][] = ['statement', 'drawing', 'certificate'];
const MOST_LEAVES = 5;
const MOST_EXTRA = 8;

/** How many files each item gets, and each further material that no item asks for. */
function counted(basis: Basis): { leaves: Map<MatterItem, number>; extras: number[] } {
  const { matter, own, files, channel, outcome } = basis;
  const random = own.fork('materials');
  // Beside these: the form, the countersignature where there is one, and the result.
  const room = files - 1 - (channel === '1' ? 1 : 0) - (outcome === 'ended' ? 0 : 1);
  const optional = matter.items.filter(
    ({ group, required, code }) =>
      group === 'application' && required === 'optional' && code !== 'A90' && random.chance(0.6),
  );
  const always = matter.items.filter(
    ({ required, code }) => required === 'always' || (code === 'B03' && matter.inspected),
  );
  const chosen = new Set([...always, ...optional.slice(0, Math.max(0, room - always.length))]);
  const leaves = new Map(matter.items.filter((item) => chosen.has(item)).map((item) => [item, 1]));
  const extras: number[] = [];
  for (let left = room - leaves.size; left > 0; left--) {
    const growing = [...leaves].filter(
      ([item, count]) => GROWS.includes(item.made) && count < MOST_LEAVES && !isShared(basis, item),
    );
    if (growing.length > 0 && random.chance(0.6)) {
      const [item, count] = random.pick(growing);
      leaves.set(item, count + 1);
    } else if (extras.length > 0 && extras.at(-1)! < MOST_EXTRA) extras.push(extras.pop()! + 1);
    else extras.push(1);
  }
  return { leaves, extras };
}

/** A material that answers an item, with so many files. `id` names it within the case. */
export function materialFor(basis: Basis, item: MatterItem, id: string, count: number): DraftMaterial {
  const confirmed = basis.channel === '1' && item.group === 'application' && PAPER.includes(item.made);
  return {
    material: id,
    item: item.code,
    group: item.group,
    name: item.name,
    collected: item.group !== 'application' ? 'other' : item.made === 'data' ? 'reuse' : confirmed ? 'scan' : 'upload',
    files: Array.from({ length: count }, (_, i) => {
      const paper = paperFor(basis, item, id, i + 1);
      return { name: fileName(id, item.name, count > 1 ? i + 1 : null, paper), paper };
    }),
    confirmed,
  };
}

/** 计算机文件名: what it is for and which leaf, nothing personal. */
export const fileName = (id: string, name: string, leaf: number | null, paper: Paper): string =>
  `${id}-${name}${leaf === null ? '' : `-${leaf}`}.${announced(paper).extension}`;

/** One of the papers becomes a thick one: a volume of drawings where there are any, a bound paper otherwise. */
function enlarged(basis: Basis, materials: DraftMaterial[], bytes: number): DraftMaterial[] {
  const madeOf = ({ item }: DraftMaterial) => basis.matter.items.find(({ code }) => code === item)?.made;
  const thin = ['drawing', 'statement', 'photo']
    .map((made) => materials.find((one) => one.group === 'application' && madeOf(one) === made))
    .find((one) => one !== undefined);
  if (thin === undefined) return materials;
  const paper = largePaper(basis, madeOf(thin) === 'drawing' ? 'drawing' : 'statement', thin, bytes);
  const [, ...rest] = thin.files;
  const file = { name: fileName(thin.material, thin.name, rest.length > 0 ? 1 : null, paper), paper };
  return materials.map((one) => (one === thin ? { ...thin, files: [file, ...rest] } : one));
}
