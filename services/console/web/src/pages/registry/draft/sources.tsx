import { Select, Tag } from 'antd';
import type { ReactNode } from 'react';
import { text, useSay } from '../../../app/words.ts';
import { List } from '../../../parts/list.tsx';
import { CHOICES, FIELDS, ORIGINS } from '../names.ts';
import type { Level, Settings, Source } from '../shapes.ts';
import { Value } from '../value.tsx';

const W = {
  title: text('取值与来源', 'Values, and where each comes from'),
  field: text('项', 'Field'),
  inForce: text('生效值', 'In force'),
  from: text('来自', 'From'),
  matter: text('本事项', 'This matter'),
  department: text('部门默认', 'Department'),
  city: text('市级默认', 'City'),
  inherit: text('沿用上级', 'as above'),
  item: text('材料 {code}', 'Material {code}'),
  element: text('元数据 {id}', 'Metadata {id}'),
  standard: text(
    '另有 {n} 个元数据元素取自 DA/T 46-2009。',
    'Another {n} metadata elements are those of DA/T 46-2009.',
  ),
};

const TONE: Readonly<Record<string, string>> = { matter: 'blue', department: 'purple', city: 'green' };

/** Each value of the scheme, whose it is, and what each level says: the one that counts stands in bold. */
export function Sources({
  sources,
  scheme,
  content,
  keep,
}: {
  readonly sources: readonly Source[];
  /** As it would be published; null where something is missing. */
  readonly scheme: Settings | null;
  readonly content: Settings;
  /** Saves other settings; absent where nobody may. */
  readonly keep?: ((content: Settings) => Promise<boolean>) | undefined;
}): ReactNode {
  const say = useSay();
  const own = sources.filter(({ field, said }) => !field.startsWith('metadata.') || said.length > 0);
  const nameOf = (field: string): string => {
    const known = FIELDS[field];
    if (known) return say(known);
    const [list, ...rest] = field.split('.');
    return say(list === 'items' ? W.item : W.element, { code: rest.join('.'), id: rest.join('.') });
  };
  const at = ({ field, origin, said }: Source, level: Level): ReactNode => {
    // What nobody had to say, since the matter or its department is registered with it.
    const registered = level === 'matter' && origin === 'registry' ? valueAt(scheme, field) : undefined;
    const value = said.find(({ by }) => by === level)?.value ?? registered;
    const short = field.split('.')[0] === 'items' ? 'items' : field;
    const shown = <Value field={short} value={value} />;
    const choices = CHOICES[field];
    if (level === 'matter' && keep && choices)
      return (
        <Select
          size="small"
          className="choice"
          aria-label={nameOf(field)}
          value={typeof value === 'string' ? value : ''}
          onChange={(chosen: string) => {
            const { [field]: _, ...rest } = content;
            void keep(chosen === '' ? rest : { ...rest, [field]: chosen });
          }}
          options={[
            { value: '', label: say(W.inherit) },
            ...Object.entries(choices).map(([key, name]) => ({ value: key, label: say(name) })),
          ]}
        />
      );
    return origin === level ? <strong>{shown}</strong> : shown;
  };
  return (
    <div className="panel stack">
      <h2>{say(W.title)}</h2>
      <List
        caption={say(W.title)}
        rows={own}
        keyOf={({ field }) => field}
        columns={[
          { title: say(W.field), cell: (one) => nameOf(one.field) },
          {
            title: say(W.from),
            cell: (one) => (
              <Tag color={TONE[one.origin] ?? 'default'}>
                {say(ORIGINS[one.origin] ?? text(one.origin, one.origin))}
              </Tag>
            ),
          },
          { title: say(W.matter), cell: (one) => at(one, 'matter') },
          { title: say(W.department), cell: (one) => at(one, 'department') },
          { title: say(W.city), cell: (one) => at(one, 'city') },
        ]}
      />
      <p className="quiet">{say(W.standard, { n: sources.length - own.length })}</p>
    </div>
  );
}

function valueAt(scheme: Settings | null, path: string): unknown {
  let found: unknown = scheme;
  for (const part of path.split('.')) found = (found as Settings | null | undefined)?.[part];
  return found;
}
