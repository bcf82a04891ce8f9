import { type PartState, type PartStatus, statusOf } from './manager.ts';
import type { Part } from './part.ts';
import { ROOT } from './paths.ts';
import { columns, table } from './say.ts';

const STATES: Record<PartState, string> = {
  running: '运行 running',
  unwell: '不应答 unwell',
  died: '已崩溃 died',
  stopped: '停止 stopped',
  missing: '缺少 missing',
};

const HEADINGS = ['部件 part', '状态 state', '端口 port', '版本 version', '内存 memory', '启动于 since', '日志 log'];

const mebibytes = (bytes: number): string => (bytes === 0 ? '-' : `${Math.round(bytes / 1024 / 1024)} MiB`);

/** Local time, to the second: what a person at this machine compares with their clock. */
function localTime(instant: string): string {
  if (instant === '') return '-';
  const at = new Date(instant);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** The parts as a table, with a last line for all of them together. */
export async function statusTable(parts: readonly Part[]): Promise<{ text: string; well: boolean }> {
  const statuses = await Promise.all(parts.map(statusOf));
  const row = (part: Part, status: PartStatus): string[] => [
    `${part.zh} ${part.name}`,
    STATES[status.state],
    String(status.port),
    status.version || '-',
    mebibytes(status.memoryBytes),
    localTime(status.since),
    status.log.replace(`${ROOT}/`, ''),
  ];
  const all = statuses.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  const rows = [
    HEADINGS,
    ...parts.map((part, at) => row(part, statuses[at]!)),
    ['合计 all', '', '', '', mebibytes(all), '', ''],
  ];
  const text = table(rows);
  const width = Math.max(...text.split('\n').map(columns));
  const [headings, ...rest] = text.split('\n');
  return {
    text: [headings, '─'.repeat(width), ...rest].join('\n'),
    well: statuses.every(({ state }) => state === 'running'),
  };
}
