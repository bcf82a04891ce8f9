import { CODE_LISTS, parseMatterCode, Uscc } from '@guidang/contracts';

/** What a cell comes to: a value, or the rule it breaks. */
export type Cell<T> = { readonly value: T } | { readonly rule: string; readonly how: string };

/** A column of the national list (up_task_general_basic, GB/T 39046-2020), by its identifier and its Chinese name. */
export interface Column {
  readonly id: string;
  readonly zh: string;
  /** Other names that lists have for it. */
  readonly also: readonly string[];
  readonly needed: boolean;
  readonly read: (text: string) => Cell<unknown>;
}

const value = <T>(it: T): Cell<T> => ({ value: it });
const fault = (rule: string, how: string): Cell<never> => ({ rule, how });

const text =
  (most: number) =>
  (cell: string): Cell<string> => {
    if (cell === '') return fault('EMPTY', '不能为空 / must not be empty');
    if (cell.length > most) return fault('TOO_LONG', `最多 ${most} 字 / at most ${most} characters`);
    if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(cell))
      return fault('CONTROL_CHARACTER', '须为一行，不得含控制字符 / one line without control characters');
    return value(cell);
  };

const listed =
  (list: Readonly<Record<string, string>>, what: string) =>
  (cell: string): Cell<string> => {
    const code = list[cell] === undefined ? Object.entries(list).find(([, name]) => name === cell)?.[0] : cell;
    const padded = code ?? (list[cell.padStart(2, '0')] === undefined ? undefined : cell.padStart(2, '0'));
    if (padded !== undefined) return value(padded);
    const choices = Object.entries(list)
      .map(([key, name]) => `${key} ${name}`)
      .join(', ');
    return fault('CODE_LIST', `${what}: 须为 ${choices} 之一 / one of these`);
  };

const days = (cell: string): Cell<number | null> => {
  if (cell === '') return value(null);
  const number = Number(cell);
  return Number.isInteger(number) && number >= 0 && number <= 3650
    ? value(number)
    : fault(
        'DAYS',
        '须为 0–3650 的整数（工作日）,没有则留空 / a whole number of working days from 0 to 3650, or empty',
      );
};

/** 服务对象 is a list: `1,2` or `1^2`, as the national tables write it. */
const applicants = (cell: string): Cell<readonly string[]> => {
  if (cell === '') return value(Object.keys(CODE_LISTS.applicantKind));
  const read = cell.split(/[,,、;;^|\s]+/).map(listed(CODE_LISTS.applicantKind, '服务对象'));
  const wrong = read.find((one) => 'rule' in one);
  return wrong ?? value([...new Set(read.map((one) => (one as { value: string }).value))]);
};

const matterCode = (cell: string): Cell<string> => {
  const code = cell.toUpperCase();
  if (parseMatterCode(code)) return value(code);
  if (code.length !== 31)
    return fault(
      'MATTER_CODE',
      `须为 31 位（统一社会信用代码 18 + 行使层级 1 + 基本编码 12）,现为 ${code.length} 位；若被表格软件显示为科学计数，请将该列设为文本 / 31 characters are needed`,
    );
  if (!Uscc.safeParse(code.slice(0, 18)).success)
    return fault(
      'MATTER_CODE_USCC',
      '前 18 位不是正确的统一社会信用代码（校验码不符）/ the first 18 are no right 统一社会信用代码',
    );
  return fault(
    'MATTER_CODE',
    '第 19 位须为行使层级 1–7,后 12 位须为数字或大写字母 / level 1 to 7, then 12 digits or capitals',
  );
};

const uscc = (cell: string): Cell<string> => {
  const code = cell.toUpperCase();
  return Uscc.safeParse(code).success
    ? value(code)
    : fault('USCC', '须为 18 位且校验码正确的统一社会信用代码 (GB 32100) / 18 characters with a right check character');
};

const state = (cell: string): Cell<boolean> => {
  if (['', '1', '在用', '是', 'true'].includes(cell)) return value(true);
  if (['0', '2', '3', '暂停', '取消', '否', 'false'].includes(cell)) return value(false);
  return fault('STATE', '须为 1 在用 / 2 暂停 / 3 取消 / 1, 2 or 3');
};

const column = (id: string, zh: string, needed: boolean, read: Column['read'], ...also: string[]): Column => ({
  id,
  zh,
  also,
  needed,
  read,
});

export const MATTER_COLUMNS: readonly Column[] = [
  column('task_code', '实施编码', true, matterCode, '事项实施编码', '事项编码'),
  column('task_name', '事项名称', true, text(200), '名称'),
  column('task_type', '事项类型', true, listed(CODE_LISTS.matterType, '事项类型')),
  column('dept_code', '实施主体编码', true, uscc, '统一社会信用代码', '实施主体统一社会信用代码', '部门编码'),
  column('server_type', '服务对象', false, applicants),
  column('project_type', '办件类型', false, (cell) =>
    cell === '' ? value('2') : listed(CODE_LISTS.caseKind, '办件类型')(cell),
  ),
  column('anticipate_day', '法定办结时限', false, days, '法定办结时限（工作日）'),
  column('promise_day', '承诺办结时限', false, days, '承诺办结时限（工作日）'),
  column('task_state', '事项状态', false, state, '状态'),
];
