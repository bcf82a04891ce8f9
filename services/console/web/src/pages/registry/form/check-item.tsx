import { Button, Checkbox, Input, Tag } from 'antd';
import { type ReactNode, useContext, useState } from 'react';
import { text, useLanguage, useSay } from '../../../app/words.ts';
import type { CheckItem, Parameter } from '../shapes.ts';
import { Choice, Faults, FaultsContext, Line, Several } from './asked.tsx';
import { PARAMETER_WORDS } from './parameter-words.ts';
import { faultsAt, type ItemProfile, saying } from './shapes.ts';

const W = {
  off: text('停用', 'off'),
  level: text('级别', 'Level'),
  mode: text('方式', 'Mode'),
  asBase: text('同规则集：{value}', 'as the rule set: {value}'),
  changed: text('有改动', 'changed'),
  locked: text('锁定', 'locked'),
  back: text('恢复规则集', 'Back to the rule set'),
  noJson: text('不是合法的 JSON', 'This is no JSON'),
  nothing: text('（空）', '(nothing)'),
};
const LEVELS = {
  BLOCK: text('不合格则退回', 'a failure refuses'),
  WARN: text('不合格则提示', 'a failure warns'),
  INFO: text('仅记录', 'only noted'),
};
const MODES = {
  AUTO: text('自动', 'automatic'),
  MANUAL: text('人工复核', 'by people'),
  EXTERNAL: text('外部判定', 'by others'),
};
const known = (words: Readonly<Record<string, ReturnType<typeof text>>>, value: string) =>
  words[value] ?? text(value, value);

/** One item of the check: behind its name what the rule set says of it, and what is otherwise here. */
export function CheckItemForm({
  item,
  name,
  profile,
  put,
}: {
  readonly item: CheckItem;
  readonly name: string;
  readonly profile: ItemProfile | undefined;
  /** Nothing in it: as the rule set has it. */
  readonly put: (profile: ItemProfile) => void;
}): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const path = `check.items.${item.code}`;
  const wrong = faultsAt(useContext(FaultsContext), path, true).length > 0;
  const own = profile ?? {};
  const parameter = (one: string, value: unknown): void => {
    const { [one]: _, ...others } = own.parameters ?? {};
    const parameters = value === undefined ? others : { ...others, [one]: value };
    put(saying(own, 'parameters', Object.keys(parameters).length === 0 ? undefined : parameters));
  };
  return (
    <details className="check-item" {...(wrong && { open: true })}>
      <summary>
        <span className="mono">{item.code}</span> {name}{' '}
        <small className="quiet">{say(known(LEVELS, item.level))}</small> {item.locked && <Tag>{say(W.locked)}</Tag>}
        {profile !== undefined && <Tag color="processing">{say(W.changed)}</Tag>}
      </summary>
      <div className="stack tight">
        <p className="quiet">{language === 'zh' ? item.looksAtZh : item.looksAt}</p>
        <Faults path={path} />
        <div className="form-grid">
          <Choice
            label={say(W.level)}
            path={`${path}.level`}
            value={own.level}
            choices={LEVELS}
            above={say(W.asBase, { value: say(known(LEVELS, item.level)) })}
            change={(level) => put(saying(own, 'level', level))}
          />
          <Choice
            label={say(W.mode)}
            path={`${path}.mode`}
            value={own.mode}
            choices={MODES}
            above={say(W.asBase, { value: say(known(MODES, item.mode)) })}
            change={(mode) => put(saying(own, 'mode', mode))}
          />
          {item.parameters.map((one) => (
            <ParameterForm
              key={one.name}
              parameter={one}
              path={`${path}.parameters.${one.name}`}
              value={own.parameters?.[one.name]}
              change={(value) => parameter(one.name, value)}
            />
          ))}
        </div>
        <div className="row">
          {!item.locked && (
            <Checkbox
              checked={own.off ?? false}
              onChange={({ target }) => put(saying(own, 'off', target.checked || undefined))}
            >
              {say(W.off)}
            </Checkbox>
          )}
          {profile !== undefined && (
            <Button size="small" onClick={() => put({})}>
              {say(W.back)}
            </Button>
          )}
        </div>
      </div>
    </details>
  );
}

/** A parameter as it is typed; left empty it is that of the rule set, which stands beside it. */
function ParameterForm({
  parameter: { name, kind, describe, value: base },
  path,
  value,
  change,
}: {
  readonly parameter: Parameter;
  readonly path: string;
  readonly value: unknown;
  readonly change: (value: unknown) => void;
}): ReactNode {
  const say = useSay();
  const written = typeof base === 'string' ? base : JSON.stringify(base);
  const hint = say(W.asBase, { value: written === '' ? say(W.nothing) : written });
  const label = say(PARAMETER_WORDS[name] ?? text(`${name} ${describe}`, `${name} ${describe}`));
  if (kind === 'boolean')
    return (
      <Choice
        {...{ label, path, above: hint }}
        value={value === undefined ? undefined : String(value)}
        choices={{ true: text('是', 'yes'), false: text('否', 'no') }}
        change={(chosen) => change(chosen === undefined ? undefined : chosen === 'true')}
      />
    );
  if (kind === 'texts')
    return (
      <div className="stack tight">
        <Several
          {...{ label, path }}
          value={value as readonly string[] | undefined}
          change={(texts) => change(texts.length === 0 ? undefined : texts)}
        />
        <small className="quiet">{hint}</small>
      </div>
    );
  if (kind === 'other') return <JsonForm {...{ label, path, hint, value, change }} />;
  return (
    <Typed
      {...{ label, path, hint, value, change }}
      read={(typed) => (kind === 'text' ? typed : Number.isFinite(Number(typed)) ? Number(typed) : undefined)}
    />
  );
}

interface Asked {
  readonly label: string;
  readonly path: string;
  readonly hint: string;
  readonly value: unknown;
  readonly change: (value: unknown) => void;
}

/** What is typed is kept as it is typed, so that `0.` can become `0.5`. */
function Typed({
  label,
  path,
  hint,
  value,
  change,
  read,
}: Asked & { readonly read: (typed: string) => unknown }): ReactNode {
  const [typed, type] = useState(value === undefined ? '' : String(value));
  const gone = value === undefined && typed !== '' && read(typed) !== undefined;
  return (
    <Line
      {...{ label, path, hint }}
      value={gone ? '' : typed}
      change={(next) => {
        type(next);
        change(next.trim() === '' ? undefined : read(next.trim()));
      }}
    />
  );
}

function JsonForm({ label, path, hint, value, change }: Asked): ReactNode {
  const say = useSay();
  const [typed, type] = useState(value === undefined ? '' : JSON.stringify(value));
  const [wrong, isWrong] = useState(false);
  const id = `json-${path.replaceAll('.', '-')}`;
  return (
    <div className="stack tight">
      <label htmlFor={id}>{label}</label>
      <Input.TextArea
        id={id}
        autoSize
        className="mono"
        placeholder={hint}
        value={value === undefined && !wrong ? '' : typed}
        aria-invalid={wrong}
        onChange={({ target }) => {
          type(target.value);
          if (target.value.trim() === '') {
            isWrong(false);
            return change(undefined);
          }
          try {
            change(JSON.parse(target.value));
            isWrong(false);
          } catch {
            isWrong(true); // said beside the field; the last whole one counts until it is mended
          }
        }}
      />
      {wrong && (
        <p className="bad tight" role="alert">
          {say(W.noJson)}
        </p>
      )}
      <Faults path={path} below />
    </div>
  );
}
