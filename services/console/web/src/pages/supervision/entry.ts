import { type Text, text } from '../../app/words.ts';

/** An entry of a service's operation log, as `GET /v1/log` gives it. */
export interface Entry {
  readonly seq: number;
  readonly previous: string | null;
  readonly hash: string;
  readonly at: string;
  readonly service: string;
  readonly class: string;
  readonly account: string | null;
  readonly roles: readonly string[];
  readonly ip: string | null;
  readonly command: string | null;
  readonly action: string;
  readonly target: { readonly type: string; readonly id: string; readonly department: string | null } | null;
  readonly outcome: string;
  readonly code: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

export interface Entries {
  readonly items: readonly Entry[];
  readonly next: number | null;
}

/** What `GET /v1/log/verdict` found. */
export interface Verdict {
  readonly entries: number;
  readonly head: string | null;
  readonly anchors: number;
  readonly unanchored: number;
  readonly fault: { readonly seq: number; readonly code: string } | null;
}

/** Services that keep a log, and where their doors are for pages. */
export const LOGS = { registry: '/registry/v1/log', console: '/api/v1/log', check: '/check/v1/log' } as const;
export type LogName = keyof typeof LOGS;

export const CLASSES: Readonly<Record<string, Text>> = {
  system: text('系统运行', 'System'),
  user: text('用户操作', 'User'),
  archive: text('电子档案处理', 'Records'),
};
export const OUTCOMES: Readonly<Record<string, readonly [Text, string]>> = {
  done: [text('完成', 'Done'), 'success'],
  refused: [text('被拒绝', 'Refused'), 'warning'],
  failed: [text('失败', 'Failed'), 'error'],
};
/** Why a log is not what it was. */
export const FAULTS: Readonly<Record<string, Text>> = {
  HASH: text('条目内容与其摘要不符', 'the entry is not what its hash says'),
  PREVIOUS: text('条目没有接在前一条之后', 'the entry does not follow the one before it'),
  GAP: text('缺少条目', 'entries are missing'),
  ENTRY: text('条目不符合格式', 'the entry is not in its format'),
  COLUMN: text('检索用的列与条目不符', 'the columns it is found by differ from the entry'),
  ANCHOR: text('时间戳与条目不符', 'a timestamp does not cover the entry'),
  TRUNCATED: text('末尾的条目被删去', 'entries at the end were taken away'),
};
