import type { Scheme } from '@guidang/contracts';
import type { DepartmentId } from '../people/departments.ts';

/** What stands behind a material of the lab: which document is made for it. */
export type Made =
  | 'form'
  | 'id-card'
  | 'certificate'
  | 'business-licence'
  | 'statement'
  | 'drawing'
  | 'photo'
  | 'letter'
  | 'table'
  | 'data'
  | 'notice'
  | 'approval'
  | 'licence'
  | 'refusal';

/** A line of a matter's 材料目录 with the document the lab makes for it. */
export interface MatterItem {
  code: string;
  name: string;
  group: 'application' | 'process' | 'result';
  required: 'always' | 'granted' | 'optional';
  made: Made;
  formats: readonly string[];
  atMost?: number;
}

/** 事项 as the lab knows it: what its scheme says, and what its documents look like. */
export interface Matter {
  id: string;
  /** Version of its scheme that cases go by; absent: that of the folder the lab's schemes lie in. */
  schemeVersion?: number;
  name: string;
  department: DepartmentId;
  /** 事项类型 (GB/T 39046 A.1) */
  type: string;
  /** 行使层级 (A.2); Dongguan is a city without counties */
  level: '3' | '5';
  /** 基本编码, 12 digits (GB/T 39554.1): region of the catalogue, type, main item, sub-item */
  catalogue: string;
  /** 服务对象 (A.4): 1 a person, 2 a company */
  applicant: '1' | '2';
  /** 办件类型 (A.6) */
  kind: '1' | '2';
  statutoryDays: number | null;
  promisedDays: number | null;
  retention: 'Y' | 'D30' | 'D10';
  /** 二级类别号 and below */
  classes: readonly string[];
  sharing: Scheme['sharing'];
  openness: Scheme['openness'];
  items: readonly MatterItem[];
  /** labels of the form's own fields, filled with made-up values */
  fields: readonly (readonly [label: string, values: readonly string[]])[];
  result: { name: string; prefix: string; years: number | null };
  /** whether the handling goes to see the place */
  inspected: boolean;
  /** mould of a made-up city's matters: its papers are drawn once for all matters of a mould, with the name to be filled in */
  mould?: string;
}

export const SCAN = ['jpeg', 'png', 'tiff', 'pdf', 'ofd'] as const;
const DOCUMENT = ['pdf', 'ofd', 'docx'] as const;
const ANY = [...SCAN, 'docx', 'xlsx', 'xml', 'json', 'txt'] as const;

const FORMATS: Partial<Record<Made, readonly string[]>> = {
  form: DOCUMENT,
  letter: DOCUMENT,
  table: ['xlsx', 'pdf'],
  data: ['xml', 'json', 'txt'],
};

/** An application material: `A…` in the profile of file codes met in practice (standards/2 §2.4). */
export const asked = (code: string, name: string, made: Made, required: MatterItem['required'] = 'always') =>
  ({ code, name, group: 'application', required, made, formats: FORMATS[made] ?? SCAN }) satisfies MatterItem;

/** What every matter has beside its own application materials: papers of the handling, the result, and room for more. */
export const common = (result: string, refusal: string): readonly MatterItem[] => [
  { ...asked('A90', '其他佐证材料', 'photo', 'optional'), formats: ANY },
  {
    code: 'B01',
    name: '受理通知书',
    group: 'process',
    required: 'always',
    made: 'notice',
    formats: DOCUMENT,
    atMost: 1,
  },
  { code: 'B02', name: '审批表', group: 'process', required: 'always', made: 'approval', formats: DOCUMENT, atMost: 1 },
  { code: 'B03', name: '现场核查记录', group: 'process', required: 'optional', made: 'statement', formats: SCAN },
  {
    code: 'C01',
    name: result,
    group: 'result',
    required: 'granted',
    made: 'licence',
    formats: ['pdf', 'ofd'],
    atMost: 1,
  },
  { code: 'C02', name: refusal, group: 'result', required: 'optional', made: 'refusal', formats: DOCUMENT, atMost: 1 },
];
