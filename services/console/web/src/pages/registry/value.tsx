import type { ReactNode } from 'react';
import { text, useSay } from '../../app/words.ts';
import { CHOICES } from './names.ts';

const W = {
  all: text('必备', 'required'),
  granted: text('准予时必备', 'required if granted'),
  optional: text('可选', 'optional'),
  limits: text('法定 {statutory}、承诺 {promised} 个工作日', '{statutory} statutory, {promised} promised working days'),
};

interface Item {
  readonly name: string;
  readonly required: string;
  readonly formats: readonly string[];
}
const isItem = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && 'formats' in value && 'required' in value;
interface Limits {
  readonly statutoryWorkingDays: number | null;
  readonly promisedWorkingDays: number | null;
}
const isLimits = (value: unknown): value is Limits =>
  typeof value === 'object' && value !== null && 'promisedWorkingDays' in value && 'statutoryWorkingDays' in value;
const hasName = (value: unknown): value is { name: string } =>
  typeof value === 'object' && value !== null && 'name' in value;

/** A value of a scheme in words where there are some, as it stands otherwise. */
export function Value({ field, value }: { readonly field: string; readonly value: unknown }): ReactNode {
  const say = useSay();
  if (value === undefined || value === null) return <span className="quiet">—</span>;
  if (isItem(value)) {
    const required = value.required === 'always' ? W.all : value.required === 'granted' ? W.granted : W.optional;
    return `${value.name} · ${say(required)} · ${value.formats.join(' ')}`;
  }
  if (isLimits(value))
    return say(W.limits, { statutory: value.statutoryWorkingDays ?? '—', promised: value.promisedWorkingDays ?? '—' });
  if (typeof value === 'string') {
    const chosen = CHOICES[field]?.[value];
    return chosen ? say(chosen) : value;
  }
  if (Array.isArray(value))
    return value
      .map((one) => (hasName(one) ? one.name : typeof one === 'string' ? one : JSON.stringify(one)))
      .join('、');
  if (hasName(value)) return value.name;
  return typeof value === 'object' ? <Whole value={value} /> : String(value);
}

const SHORT = 60;

/** What has no words of its own: as it stands where it is short, behind its beginning where it is long. */
function Whole({ value }: { readonly value: object }): ReactNode {
  const written = JSON.stringify(value, undefined, 1);
  const line = JSON.stringify(value);
  if (line.length <= SHORT) return <code>{line}</code>;
  return (
    <details>
      <summary>
        <code>{line.slice(0, SHORT)}…</code>
      </summary>
      <pre className="bytes">{written}</pre>
    </details>
  );
}
