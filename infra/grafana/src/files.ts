import { boardJson } from './board.ts';
import { DOORS } from './boards/doors.ts';
import { LOG } from './boards/log.ts';
import { PROCESSES } from './boards/processes.ts';
import { STREAM } from './boards/stream.ts';
import { TIMESTAMPS } from './boards/timestamps.ts';
import { alarmsPage, rulesFile } from './rules.ts';

export const BOARDS = [STREAM, DOORS, LOG, TIMESTAMPS, PROCESSES];

/** Everything that is made, by its path from the repository's root. */
export const files = (): Map<string, string> =>
  new Map([
    ...BOARDS.map((board): [string, string] => [
      `infra/grafana/boards/${board.uid}.json`,
      `${JSON.stringify(boardJson(board), undefined, 2)}\n`,
    ]),
    ['infra/grafana/rules/guidang.yml', rulesFile()],
    ['docs/operations/alarms.md', alarmsPage()],
  ]);
