import type { Dossier } from '@guidang/contracts';
import { type Cell, cell, label, type Row, type Table } from '@guidang/paper';
import { ACTION, beijing, maybe, NOTHING, STEP_STATE } from './words.ts';

/** Columns in points; they add up to the measure of the page. */
const COLUMNS = [28, 56, 104, 56, 104, 56, 66];

/** One table for each 环节: its facts, and the opinion under them, which may be long. */
export function stepsOf({ steps }: Dossier): Table[] {
  return steps.map(({ step, name, action, state, person, unit, opinion, startedAt, endedAt }, i): Table => {
    const number = (text: string, joined = true): Cell => ({ text, label: true, align: 'centre', joined });
    const row = (...cells: Cell[]): Row => ({ cells: [number(''), ...cells], keep: true });
    return {
      kind: 'table',
      columns: COLUMNS,
      rows: [
        {
          cells: [
            number('', false),
            label('环节名称'),
            cell(name),
            label('环节代码'),
            cell(step),
            label('业务动作'),
            cell(`${ACTION[action]}（${STEP_STATE[state]}）`),
          ],
          keep: true,
        },
        row(label('处理单位'), cell(`${unit.name}（${unit.uscc}）`, 5)),
        {
          cells: [number(String(i + 1)), label('岗位'), cell(person.post), label('人员编号'), cell(person.id, 3)],
          keep: true,
        },
        row(label('开始时间'), cell(beijing(startedAt)), label('结束时间'), cell(maybe(endedAt), 3)),
        { cells: [number(''), label('处理意见'), cell(opinion || NOTHING, 5)] },
      ],
    };
  });
}
