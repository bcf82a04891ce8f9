import type { ReactNode } from 'react';
import { text, useSay } from '../../../app/words.ts';
import { Amount, Choice, Line, Rows, Several } from './asked.tsx';
import { RuleBuilder } from './rule-builder.tsx';
import { type Item, type Part, saying } from './shapes.ts';

const W = {
  code: text('材料编码', 'Code'),
  name: text('材料名称', 'Name'),
  group: text('类别', 'Group'),
  required: text('必备', 'Required'),
  formats: text('接受格式', 'Formats taken'),
  atMost: text('最多份数（不填为不限）', 'At most (empty: any number)'),
  without: text('不用的上级材料、元素（编码）', 'Materials and elements of the levels above that are left out (codes)'),
};
const GROUPS = {
  application: text('申请材料', 'application'),
  process: text('过程材料', 'process'),
  result: text('结果材料', 'result'),
};
const REQUIRED = {
  always: text('必备', 'always'),
  granted: text('准予时必备', 'where granted'),
  optional: text('可选，或符合条件时必备', 'optional, or on a condition'),
};
const FORMATS = ['pdf', 'ofd', 'jpeg', 'png', 'tiff', 'docx', 'xlsx', 'xml', 'json', 'txt'];
const BLANK: Item = { code: '', name: '', group: 'application', required: 'always', formats: ['pdf'] };

/** 归档范围: what may and has to be handed in, made or issued. */
export function Materials({ content, change }: Part): ReactNode {
  const say = useSay();
  return (
    <div className="stack">
      <Rows
        path="items"
        rows={content.items ?? []}
        blank={BLANK}
        change={(items) => change(saying(content, 'items', items))}
        titleOf={({ code, name }) => `${code} ${name}`}
      >
        {(item, set, path) => (
          <>
            <Line
              label={say(W.code)}
              path={`${path}.code`}
              most={40}
              value={item.code}
              change={(code) => set({ ...item, code })}
            />
            <Line
              label={say(W.name)}
              path={`${path}.name`}
              value={item.name}
              change={(name) => set({ ...item, name })}
            />
            <Choice
              label={say(W.group)}
              path={`${path}.group`}
              value={item.group}
              choices={GROUPS}
              change={(group = 'application') => set({ ...item, group })}
            />
            <Choice
              label={say(W.required)}
              path={`${path}.required`}
              value={item.required}
              choices={REQUIRED}
              change={(required = 'optional') =>
                set(
                  required === 'optional'
                    ? { ...item, required }
                    : saying({ ...item, required }, 'requiredWhen', undefined),
                )
              }
            />
            <Several
              label={say(W.formats)}
              path={`${path}.formats`}
              value={item.formats}
              choices={FORMATS}
              change={(formats) => set({ ...item, formats })}
            />
            <Amount
              label={say(W.atMost)}
              path={`${path}.atMost`}
              value={item.atMost}
              change={(atMost) => set(saying(item, 'atMost', atMost))}
            />
            {item.required === 'optional' && (
              <RuleBuilder
                path={`${path}.requiredWhen`}
                value={item.requiredWhen}
                change={(requiredWhen) => set(saying(item, 'requiredWhen', requiredWhen))}
              />
            )}
          </>
        )}
      </Rows>
      <Several
        label={say(W.without)}
        path="without"
        value={content.without}
        change={(without) => change(saying(content, 'without', without))}
      />
    </div>
  );
}
