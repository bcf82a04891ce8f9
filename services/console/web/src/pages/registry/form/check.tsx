import { Checkbox, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { text, useLanguage, useSay } from '../../../app/words.ts';
import { ErrorBox } from '../../../parts/error-box.tsx';
import { Waiting } from '../../../parts/waiting.tsx';
import { useVocabulary } from '../door.ts';
import type { Base } from '../shapes.ts';
import { Amount, Choice, Faults } from './asked.tsx';
import { WorkingDays } from './calendar.tsx';
import { CheckItemForm } from './check-item.tsx';
import { type Check, type ItemProfile, type Part, saying } from './shapes.ts';

const W = {
  about: text(
    '每个检测项按规则集执行；只有在这里改动的与规则集不同。锁定的检测项不能停用或降级。',
    'Every item runs as the rule set has it; only what is changed here is otherwise. Locked items cannot be turned off or lowered.',
  ),
  own: text('本级设定检测方案', 'this level says its own rules'),
  base: text('规则集', 'Rule set'),
  rounds: text('复检几轮后转人工', 'Rounds after which a person decides'),
  asBase: text('规则集为 {n}', 'the rule set says {n}'),
  search: text('按编码或名称查找检测项', 'Find an item by code or name'),
  changed: text('只看改动过的（{n}）', 'only what is changed ({n})'),
  none: text('没有符合条件的检测项', 'No item matches'),
};
const PROPERTIES = {
  authenticity: text('真实性', 'Authenticity'),
  integrity: text('完整性', 'Integrity'),
  usability: text('可用性', 'Usability'),
  security: text('安全性', 'Security'),
};

/** 检测方案: what of the four-properties check is otherwise here. */
export function CheckRules({ content, change }: Part): ReactNode {
  const say = useSay();
  const { data, error, refetch } = useVocabulary();
  const { check } = content;
  if (error) return <ErrorBox error={error} again={() => void refetch()} />;
  if (data === undefined) return <Waiting />;
  const newest = data.bases.at(-1)!;
  const base = data.bases.find(({ id }) => id === check?.base);
  const set = (next: Check): void => change({ ...content, check: next });
  return (
    <div className="stack">
      <p className="quiet">{say(W.about)}</p>
      <Checkbox
        checked={check !== undefined}
        onChange={({ target }) => change(saying(content, 'check', target.checked ? { base: newest.id } : undefined))}
      >
        {say(W.own)}
      </Checkbox>
      {check && (
        <>
          <div className="form-grid">
            <Choice
              label={say(W.base)}
              path="check.base"
              value={check.base}
              choices={Object.fromEntries(data.bases.map(({ id }) => [id, text(id, id)]))}
              change={(id = newest.id) => set({ ...check, base: id })}
            />
            <Amount
              label={say(W.rounds)}
              path="check.rounds"
              value={check.rounds}
              hint={base ? say(W.asBase, { n: base.rounds }) : ''}
              change={(rounds) => set(saying(check, 'rounds', rounds))}
            />
          </div>
          <WorkingDays check={check} base={base} set={set} />
          {base && <Items base={base} check={check} set={set} />}
        </>
      )}
    </div>
  );
}

/** Every item of the rule set, by property, with what is otherwise of it here. */
function Items({
  base,
  check,
  set,
}: {
  readonly base: Base;
  readonly check: Check;
  readonly set: (check: Check) => void;
}): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const [words, look] = useState('');
  const [onlyChanged, only] = useState(false);
  const own = check.items ?? {};
  const put = (code: string, profile: ItemProfile): void => {
    const { [code]: _, ...others } = own;
    const items = Object.keys(profile).length === 0 ? others : { ...others, [code]: profile };
    set(saying(check, 'items', Object.keys(items).length === 0 ? undefined : items));
  };
  const shown = base.items.filter(
    ({ code, zh, en }) =>
      (!onlyChanged || code in own) && `${code} ${zh} ${en}`.toLowerCase().includes(words.trim().toLowerCase()),
  );
  return (
    <div className="stack">
      <div className="row filters">
        <Input
          className="grow"
          allowClear
          placeholder={say(W.search)}
          aria-label={say(W.search)}
          value={words}
          onChange={({ target }) => look(target.value)}
        />
        <Checkbox checked={onlyChanged} onChange={({ target }) => only(target.checked)}>
          {say(W.changed, { n: Object.keys(own).length })}
        </Checkbox>
      </div>
      <Faults path="check.items" />
      {shown.length === 0 && <p className="quiet">{say(W.none)}</p>}
      {Object.entries(PROPERTIES).map(([property, name]) => {
        const items = shown.filter((item) => item.property === property);
        if (items.length === 0) return null;
        return (
          <section key={property} className="stack tight" aria-label={say(name)}>
            <h3>{say(name)}</h3>
            {items.map((item) => (
              <CheckItemForm
                key={item.code}
                item={item}
                name={language === 'zh' ? item.zh : item.en}
                profile={own[item.code]}
                put={(profile) => put(item.code, profile)}
              />
            ))}
          </section>
        );
      })}
    </div>
  );
}
