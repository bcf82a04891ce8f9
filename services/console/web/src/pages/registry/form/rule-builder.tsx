import { Button } from 'antd';
import type { ReactNode } from 'react';
import { text, useSay } from '../../../app/words.ts';
import { Choice, Faults, Line, Several } from './asked.tsx';
import type { Condition, Term } from './shapes.ts';

const W = {
  about: text(
    '下列任一组成立时必备；组内各条须同时成立。',
    'Required where one group holds; a group holds where all its lines do.',
  ),
  group: text('第 {n} 组', 'Group {n}'),
  field: text('字段', 'Field'),
  label: text('表单字段名', 'Label of the form field'),
  asks: text('条件', 'Question'),
  values: text('取值', 'Values'),
  term: text('加一条（且）', 'Add a line (and)'),
  or: text('加一组（或）', 'Add a group (or)'),
  remove: text('删除此条', 'Remove this line'),
  begin: text('设定适用条件', 'Set a condition'),
  end: text('取消条件', 'No condition'),
};
const FIELDS = {
  form: text('表单字段', 'a field of the form'),
  'applicant.kind': text('服务对象（1 自然人，2 企业法人…）', 'kind of applicant (1 person, 2 enterprise …)'),
  channel: text('办理形式（1 窗口，2 电脑端…）', 'channel (1 window, 2 computer …)'),
  kind: text('办件类型（1 即办件，2 承诺件）', 'kind of case (1 at once, 2 promised)'),
  outcome: text('办理结果', 'outcome'),
};
const ASKS = {
  is: text('是（其中之一）', 'is one of'),
  'is-not': text('不是', 'is none of'),
  filled: text('已填', 'is filled'),
  empty: text('未填', 'is empty'),
  'at-least': text('不小于', 'is at least'),
  'at-most': text('不大于', 'is at most'),
};
const BLANK: Term = { field: 'form.', asks: 'is', values: [] };

/** 适用条件 over fields of the form, built by choosing: groups of which one is enough, lines that hold together. */
export function RuleBuilder({
  value,
  change,
  path,
}: {
  readonly value: Condition | undefined;
  readonly change: (value: Condition | undefined) => void;
  readonly path: string;
}): ReactNode {
  const say = useSay();
  if (value === undefined)
    return (
      <div>
        <Button onClick={() => change({ any: [{ all: [BLANK] }] })}>{say(W.begin)}</Button>
      </div>
    );
  const groupsWith = (at: number, all: readonly Term[]): Condition => ({
    any: value.any.flatMap((group, n) => (n !== at ? [group] : all.length === 0 ? [] : [{ all }])),
  });
  const put = (next: Condition): void => change(next.any.length === 0 ? undefined : next);
  return (
    <div className="stack tight form-wide">
      <p className="quiet">{say(W.about)}</p>
      {value.any.map(({ all }, group) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups have no name but their place
        <fieldset key={group} className="stack tight">
          <legend>{say(W.group, { n: group + 1 })}</legend>
          {all.map((term, at) => {
            const here = `${path}.any.${group}.all.${at}`;
            const set = (next: Term): void =>
              put(
                groupsWith(
                  group,
                  all.map((one, n) => (n === at ? next : one)),
                ),
              );
            const ofForm = term.field.startsWith('form.');
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name but their place
              <div key={at} className="form-grid">
                <Choice
                  label={say(W.field)}
                  path={`${here}.of`}
                  value={ofForm ? 'form' : term.field}
                  choices={FIELDS}
                  change={(field) => set({ ...term, field: field === 'form' ? 'form.' : (field ?? 'form.') })}
                />
                {ofForm ? (
                  <Line
                    label={say(W.label)}
                    path={`${here}.field`}
                    value={term.field.slice('form.'.length)}
                    most={100}
                    change={(label) => set({ ...term, field: `form.${label}` })}
                  />
                ) : (
                  <Faults path={`${here}.field`} />
                )}
                <Choice
                  label={say(W.asks)}
                  path={`${here}.asks`}
                  value={term.asks}
                  choices={ASKS}
                  change={(asks = 'is') =>
                    set({ ...term, asks, values: asks === 'filled' || asks === 'empty' ? [] : term.values })
                  }
                />
                {term.asks !== 'filled' && term.asks !== 'empty' && (
                  <Several
                    label={say(W.values)}
                    path={`${here}.values`}
                    value={term.values}
                    change={(values) => set({ ...term, values })}
                  />
                )}
                <div>
                  <Button
                    size="small"
                    onClick={() =>
                      put(
                        groupsWith(
                          group,
                          all.filter((_, n) => n !== at),
                        ),
                      )
                    }
                  >
                    {say(W.remove)}
                  </Button>
                </div>
              </div>
            );
          })}
          <div>
            <Button size="small" onClick={() => put(groupsWith(group, [...all, BLANK]))}>
              {say(W.term)}
            </Button>
          </div>
        </fieldset>
      ))}
      <div className="row">
        <Button size="small" onClick={() => put({ any: [...value.any, { all: [BLANK] }] })}>
          {say(W.or)}
        </Button>
        <Button size="small" onClick={() => change(undefined)}>
          {say(W.end)}
        </Button>
      </div>
      <Faults path={path} />
    </div>
  );
}
