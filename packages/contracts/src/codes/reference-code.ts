import { z } from 'zod';

/**
 * 档号, DA/T 13-2022: levels joined by `-`, the parts of 类别号 joined by `·` (U+00B7).
 * A match proves shape only (the parts are ambiguous without the configured template), so codes are built and parsed with a template.
 */
const FONDS = '(?:[A-Z]\\d{3}|\\d{4})';
const CATEGORY = '(?:WS|KJ|RS|KU|ZY|ZP|LY|LX|SJ|YJ|WY|MT|SW)';
const PART = '(?:·[A-Z0-9\\u4e00-\\u9fff]{1,20})';
/** Shape of every 档号 of DA/T 13-2022 arranged by item or by volume, and of 全宗-目录-案卷-件. */
const SHAPE = new RegExp(`^${FONDS}-(?:${CATEGORY}${PART}*|\\d{3})(?:-\\d{3,6}){1,3}$`, 'u');
/** Shape of the 档号 of DA/T 22-2015, still met: 全宗-门类·年度-期限[-机构]-件号. */
const OLDER_SHAPE = new RegExp(
  `^${FONDS}-${CATEGORY}·\\d{4}-(?:Y|D\\d{1,3})(?:-[A-Z0-9\\u4e00-\\u9fff]{1,20})?-\\d{3,6}$`,
  'u',
);

export const isReferenceCode = (s: string): boolean => SHAPE.test(s) || OLDER_SHAPE.test(s);

export const FondsNumber = z
  .string()
  .regex(
    /^(?:[A-Z]\d{3}|\d{4})$/,
    '全宗号: a letter and three digits, or four digits (DA/T 13-2022) / 一位字母加三位数字或四位数字',
  )
  .describe('全宗号 (DA/T 13-2022)');

/** 保管期限代码: Y for ever, D<years> for a term (DA/T 13-2022). */
export const Retention = z
  .string()
  .regex(/^(?:Y|D[1-9]\d{0,2})$/, '保管期限代码: Y (永久) or D<years> (定期), e.g. D30 / Y 或 D<年数>')
  .describe('保管期限代码 (DA/T 13-2022): Y 永久, D<years> 定期');
export type Retention = z.infer<typeof Retention>;

/** Years of a retention code; null for 永久. */
export const retentionYears = (r: Retention): number | null => (r === 'Y' ? null : Number(r.slice(1)));

/** How a matter's 档号 is put together when arranged by item (按件): 全宗号-门类·二级…·年度·期限[·机构]-件号. */
export const ReferenceCodeTemplate = z
  .strictObject({
    fonds: FondsNumber.describe('全宗号'),
    category: z
      .string()
      .regex(new RegExp(`^${CATEGORY}$`))
      .describe('档案门类代码, DA/T 13-2022; 政务服务办件 is normally ZY'),
    classes: z
      .array(z.string().regex(/^[A-Z0-9]{1,8}$/))
      .max(3)
      .describe('二级到四级类别号'),
    organisation: z
      .string()
      .regex(/^[A-Z0-9\u4e00-\u9fff]{1,20}$/u)
      .optional()
      .describe('机构/问题代码, where the department uses one'),
    width: z.int().min(3).max(6).describe('digits of 件号'),
  })
  .describe('Template of the 档号 (DA/T 13-2022, arranged by item)');
export type ReferenceCodeTemplate = z.infer<typeof ReferenceCodeTemplate>;

/** The series in which numbers run without gaps: everything of the code but the item number. */
export function referenceSeries(t: ReferenceCodeTemplate, year: number, retention: Retention): string {
  return `${t.fonds}-${[t.category, ...t.classes, String(year), retention, ...(t.organisation ? [t.organisation] : [])].join('·')}`;
}

/** The 档号 of item `number` (from 1) in a series. Throws RangeError where the number does not fit the width. */
export function referenceCode(series: string, number: number, width: number): string {
  const item = String(number).padStart(width, '0');
  if (!Number.isInteger(number) || number < 1 || item.length > width)
    throw new RangeError(`件号 ${number} does not fit ${width} digits`);
  return `${series}-${item}`;
}

/** Splits a 档号 that was built by `referenceCode` into series and item number. */
export function splitReferenceCode(code: string): { series: string; number: number } | undefined {
  const at = code.lastIndexOf('-');
  if (at < 0 || !/^\d{3,6}$/.test(code.slice(at + 1))) return undefined;
  return { series: code.slice(0, at), number: Number(code.slice(at + 1)) };
}
