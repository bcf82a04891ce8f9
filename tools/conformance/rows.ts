import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const STATES = { built: '已实现', part: '部分', none: '未实现', outside: '系统之外' } as const;
export type State = keyof typeof STATES;

/** A test that shows a row: the file, and a part of the test's or of its group's name; the file alone where all of it does. */
export interface Shown {
  readonly file: string;
  readonly name: string;
}

/** One row of the 36 tables of GB/T 39784-2021. */
export interface Row {
  /** clause-row */
  readonly id: string;
  /** M 必选, O 可选 */
  readonly level: 'M' | 'O';
  /** The requirement in words of ours. */
  readonly zh: string;
  readonly state: State;
  /** Where it is, and what of it is missing. */
  readonly where: string;
  readonly tests: readonly Shown[];
}

/** The table, as it lies beside this file: id, level, requirement, state, where, tests (`file#part of a name`, separated by `;`). */
export const rows = (): Row[] =>
  readFileSync(join(import.meta.dirname, 'gbt39784.tsv'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [id = '', level, zh = '', state, where = '', tests = ''] = line.split('\t');
      return {
        ...{ id, level: level as Row['level'], zh, state: state as State, where },
        tests: tests
          .split(';')
          .filter(Boolean)
          .map((one) => ({ file: one.split('#')[0]!, name: one.split('#')[1] ?? '' })),
      };
    });
