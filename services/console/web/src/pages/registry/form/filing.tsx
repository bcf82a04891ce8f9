import { Checkbox } from 'antd';
import type { ReactNode } from 'react';
import { text, useSay } from '../../../app/words.ts';
import { FIELDS } from '../names.ts';
import { Amount, Faults, Line, Rows, Several } from './asked.tsx';
import { type Part, saying } from './shapes.ts';

const W = {
  code: text('编码', 'Code'),
  name: text('名称', 'Name'),
  required: text('办结须经过此环节', 'a closed case must have gone through it'),
  classes: text('类目：门类在前，逐级向下', 'Class: the category first, then level by level'),
  fonds: text('全宗号（不填用部门的）', "Fonds (empty: the department's)"),
  example: text('档号样式', 'The code will look like'),
};

/** 办理环节, in the order they are expected. */
export function Steps({ content, change }: Part): ReactNode {
  const say = useSay();
  return (
    <Rows
      path="steps"
      rows={content.steps ?? []}
      blank={{ code: '', name: '', required: true }}
      change={(steps) => change(saying(content, 'steps', steps))}
      titleOf={({ code, name }) => `${code} ${name}`}
    >
      {(step, set, path) => (
        <>
          <Line
            label={say(W.code)}
            path={`${path}.code`}
            most={40}
            value={step.code}
            change={(code) => set({ ...step, code })}
          />
          <Line
            label={say(W.name)}
            path={`${path}.name`}
            most={100}
            value={step.name}
            change={(name) => set({ ...step, name })}
          />
          <Checkbox checked={step.required} onChange={({ target }) => set({ ...step, required: target.checked })}>
            {say(W.required)}
          </Checkbox>
        </>
      )}
    </Rows>
  );
}

/** 类目与档号: where in the archive a case stands, and what it is called there. */
export function Filing({ content, change }: Part): ReactNode {
  const say = useSay();
  const code = content.referenceCode ?? {};
  const set = (next: typeof code): void =>
    change(saying(content, 'referenceCode', Object.keys(next).length === 0 ? undefined : next));
  const label = (part: string): string => say(FIELDS[`referenceCode.${part}`] ?? text(part, part));
  const width = Math.min(Math.max(code.width ?? 4, 1), 6);
  const middle = [code.category ?? 'ZY', ...(code.classes ?? []), '2026', content.retention ?? 'D30'];
  const example = `${code.fonds ?? 'J001'}-${[...middle, ...(code.organisation ? [code.organisation] : [])].join('·')}-${'1'.padStart(width, '0')}`;
  return (
    <div className="stack">
      <div className="form-grid">
        <Line
          label={say(W.fonds)}
          path="referenceCode.fonds"
          most={4}
          value={code.fonds}
          change={(fonds) => set(saying(code, 'fonds', fonds))}
        />
        <Line
          label={label('category')}
          path="referenceCode.category"
          most={2}
          value={code.category}
          change={(category) => set(saying(code, 'category', category))}
        />
        <Several
          label={label('classes')}
          path="referenceCode.classes"
          value={code.classes}
          change={(classes) => set(saying(code, 'classes', classes))}
        />
        <Line
          label={label('organisation')}
          path="referenceCode.organisation"
          most={20}
          value={code.organisation}
          change={(organisation) => set(saying(code, 'organisation', organisation))}
        />
        <Amount
          label={label('width')}
          path="referenceCode.width"
          value={code.width}
          change={(width) => set(saying(code, 'width', width))}
        />
      </div>
      <p className="quiet">
        {say(W.example)} <code>{example}</code>
      </p>
      <Faults path="referenceCode" />
      <h3>{say(W.classes)}</h3>
      <Rows
        path="class"
        rows={content.class ?? []}
        blank={{ code: '', name: '' }}
        change={(levels) => change(saying(content, 'class', levels))}
        titleOf={(level) => `${level.code} ${level.name}`}
      >
        {(level, put, path) => (
          <>
            <Line
              label={say(W.code)}
              path={`${path}.code`}
              most={8}
              value={level.code}
              change={(code) => put({ ...level, code })}
            />
            <Line
              label={say(W.name)}
              path={`${path}.name`}
              most={60}
              value={level.name}
              change={(name) => put({ ...level, name })}
            />
          </>
        )}
      </Rows>
    </div>
  );
}
