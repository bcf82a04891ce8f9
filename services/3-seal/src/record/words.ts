import { CODE_LISTS, type Outcome } from '@guidang/contracts';

/** Codes as people read them, and times and sizes as they are written in an official paper. */
export const CHANNEL: Readonly<Record<string, string>> = CODE_LISTS.channel;
export const CASE_KIND: Readonly<Record<string, string>> = CODE_LISTS.caseKind;
export const APPLICANT_KIND: Readonly<Record<string, string>> = CODE_LISTS.applicantKind;
export const ACTION: Readonly<Record<string, string>> = CODE_LISTS.action;
export const STEP_STATE: Readonly<Record<string, string>> = CODE_LISTS.stepState;

export const CLOSING = { granted: '准予', refused: '不予', ended: '终结' } as const;
export const GROUP = { application: '申请材料', process: '过程材料', result: '结果材料' } as const;
export const COLLECTED: Readonly<Record<string, string>> = {
  upload: '上传',
  scan: '窗口扫描',
  certificate: '电子证照',
  reuse: '共享复用',
  paper: '纸质',
  other: '其他',
};
export const OUTCOME: Readonly<Record<Outcome, string>> = {
  PASS: '通过',
  FAIL: '不通过',
  WARN: '警告',
  MANUAL_REVIEW: '需人工核实',
  NOT_APPLICABLE: '不适用',
  NOT_RUN: '未检测',
};

const SHANGHAI_MS = 8 * 3_600_000;

/** A time in Beijing time (UTC+8, no summer time), to the second: 2026-03-01 16:05:00. Computed, so that no machine's time zone takes part. */
export function beijing(time: string): string {
  const [date, clock] = new Date(Date.parse(time) + SHANGHAI_MS).toISOString().split('T');
  return `${date} ${clock!.slice(0, 8)}`;
}

/** What is written where there is nothing to write. */
export const NOTHING = '—';
export const maybe = (time: string | null | undefined): string => (time ? beijing(time) : NOTHING);

/** Bytes with a comma at every third digit. */
export const bytes = (size: number): string => String(size).replace(/\B(?=(\d{3})+$)/g, ',');

const CHINESE = '〇一二三四五六七八九十';
/** The number of a section: 一 to 十. */
export const ordinal = (n: number): string => CHINESE[n]!;
