import { Button, Input, Select } from 'antd';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { type Text, text, useLanguage, useSay } from '../../../app/words.ts';
import { type Fault, faultsAt } from './shapes.ts';

export const FaultsContext = createContext<readonly Fault[]>([]);

const W = {
  inherit: text('沿用上级', 'as above'),
  add: text('新增', 'Add'),
  remove: text('删除', 'Remove'),
  up: text('上移', 'Move up'),
  down: text('下移', 'Move down'),
};

const idOf = (path: string): string => `f-${path.replaceAll('.', '-')}`;

/** The half of a door's words that is in the language of the moment. */
export const halfOf = (message: string, language: 'zh' | 'en'): string =>
  (language === 'en' ? message.split(' / ')[1] : undefined) ?? message.split(' / ')[0] ?? message;

/** What is wrong at one place: said beside the field, with the rule it breaks. */
export function Faults({ path, below = false }: { readonly path: string; readonly below?: boolean }): ReactNode {
  const { language } = useLanguage();
  return faultsAt(useContext(FaultsContext), path, below).map(({ field, rule, message }) => (
    <p key={`${field}${rule}${message}`} className="bad tight" role="alert">
      {halfOf(message, language)} <code>{rule}</code>
    </p>
  ));
}

interface Place {
  readonly label: string;
  /** Place in the content, e.g. `items.0.code`. */
  readonly path: string;
}

function Around({
  label,
  path,
  below,
  children,
}: Place & { readonly below?: boolean; readonly children: ReactNode }): ReactNode {
  return (
    <div className="stack tight">
      <label htmlFor={idOf(path)}>{label}</label>
      {children}
      <Faults path={path} below={below ?? false} />
    </div>
  );
}

export function Line({
  value,
  change,
  hint,
  most = 200,
  ...place
}: Place & {
  readonly value: string | undefined;
  readonly change: (value: string) => void;
  readonly hint?: string;
  readonly most?: number;
}): ReactNode {
  const faults = faultsAt(useContext(FaultsContext), place.path);
  return (
    <Around {...place}>
      <Input
        id={idOf(place.path)}
        maxLength={most}
        value={value ?? ''}
        placeholder={hint ?? ''}
        aria-invalid={faults.length > 0}
        {...(faults.length > 0 && { status: 'error' as const })}
        onChange={({ target }) => change(target.value)}
      />
    </Around>
  );
}

/** A whole number, or nothing. */
export function Amount({
  value,
  change,
  ...rest
}: Place & {
  readonly value: number | null | undefined;
  readonly change: (value: number | undefined) => void;
  readonly hint?: string;
}): ReactNode {
  return (
    <Line
      {...rest}
      most={9}
      value={value === null || value === undefined ? '' : String(value)}
      change={(typed) => {
        const digits = typed.replaceAll(/\D/g, '');
        change(digits === '' ? undefined : Number(digits));
      }}
    />
  );
}

export function Choice({
  value,
  change,
  choices,
  above,
  ...place
}: Place & {
  readonly value: string | undefined;
  readonly change: (value: string | undefined) => void;
  readonly choices: Readonly<Record<string, Text>>;
  /** What counts where nothing is said; absent: something has to be said. */
  readonly above?: string;
}): ReactNode {
  const say = useSay();
  const known = Object.entries(choices).map(([key, name]) => ({ value: key, label: say(name) }));
  const other = value !== undefined && !(value in choices) ? [{ value, label: value }] : [];
  return (
    <Around {...place}>
      <Select
        id={idOf(place.path)}
        aria-label={place.label}
        value={value ?? ''}
        onChange={(chosen: string) => change(chosen === '' ? undefined : chosen)}
        options={[
          ...(above === undefined ? [] : [{ value: '', label: above === '' ? say(W.inherit) : above }]),
          ...known,
          ...other,
        ]}
      />
    </Around>
  );
}

/** Several short texts, each ended by Enter. */
export function Several({
  value,
  change,
  choices = [],
  ...place
}: Place & {
  readonly value: readonly string[] | undefined;
  readonly change: (value: readonly string[]) => void;
  readonly choices?: readonly string[];
}): ReactNode {
  return (
    <Around {...place} below>
      <Select
        mode="tags"
        id={idOf(place.path)}
        aria-label={place.label}
        value={[...(value ?? [])]}
        tokenSeparators={[',', '，', '、', ' ']}
        onChange={(chosen: string[]) => change(chosen)}
        options={choices.map((one) => ({ value: one, label: one }))}
      />
    </Around>
  );
}

/** A list of things with fields of their own: each behind its title, opened where it is new or something is wrong with it. */
export function Rows<T>({
  path,
  rows,
  change,
  titleOf,
  blank,
  children,
}: {
  readonly path: string;
  readonly rows: readonly T[];
  readonly change: (rows: readonly T[]) => void;
  readonly titleOf: (row: T) => string;
  readonly blank: T;
  readonly children: (row: T, change: (row: T) => void, path: string) => ReactNode;
}): ReactNode {
  const say = useSay();
  const move = (at: number, to: number): void => {
    const next = [...rows];
    next.splice(to, 0, ...next.splice(at, 1));
    change(next);
  };
  return (
    <div className="stack tight">
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by their place, their codes are being typed
        <Row key={at} path={`${path}.${at}`} title={titleOf(row).trim()} number={at + 1}>
          <div className="form-grid">
            {children(row, (next) => change(rows.map((one, n) => (n === at ? next : one))), `${path}.${at}`)}
          </div>
          <div className="row">
            <Button size="small" disabled={at === 0} onClick={() => move(at, at - 1)}>
              {say(W.up)}
            </Button>
            <Button size="small" disabled={at === rows.length - 1} onClick={() => move(at, at + 1)}>
              {say(W.down)}
            </Button>
            <Button size="small" danger onClick={() => change(rows.filter((_, n) => n !== at))}>
              {say(W.remove)}
            </Button>
          </div>
        </Row>
      ))}
      <div>
        <Button onClick={() => change([...rows, blank])}>{say(W.add)}</Button>
      </div>
      <Faults path={path} />
    </div>
  );
}

function Row({
  path,
  title,
  number,
  children,
}: {
  readonly path: string;
  readonly title: string;
  readonly number: number;
  readonly children: ReactNode;
}): ReactNode {
  const [isOpen, open] = useState(title === '');
  const isWrong = faultsAt(useContext(FaultsContext), path, true).length > 0;
  return (
    <details className="form-row" open={isOpen || isWrong} onToggle={({ currentTarget }) => open(currentTarget.open)}>
      <summary>{title === '' ? `#${number}` : title}</summary>
      {(isOpen || isWrong) && <div className="stack">{children}</div>}
    </details>
  );
}
