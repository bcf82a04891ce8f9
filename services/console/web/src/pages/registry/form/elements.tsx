import { Button, Checkbox, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { text, useSay } from '../../../app/words.ts';
import { useVocabulary } from '../door.ts';
import { Amount, Choice, Line, Rows, Several } from './asked.tsx';
import { type Element, type Part, saying } from './shapes.ts';

const W = {
  about: text(
    'DA/T 46-2009 的元素不必填写；自有元素的标识以 local_ 开头，标识与标准相同的即改写该元素。',
    'Elements of DA/T 46-2009 need not be written; own ones begin with local_; one with the identifier of the standard says otherwise than it.',
  ),
  standard: text('从 DA/T 46-2009 选取要改写的元素', 'Choose an element of DA/T 46-2009 to say otherwise of it'),
  take: text('加入', 'Add it'),
  id: text('标识', 'Identifier'),
  no: text('编号（M1–M88，自有元素不填）', 'Number (M1–M88; none for own ones)'),
  name: text('中文名称', 'Name'),
  parent: text('上级容器元素', 'Container it stands in'),
  kind: text('元素类型', 'Kind'),
  type: text('数据类型', 'Type'),
  obligation: text('约束性', 'Obligation'),
  repeatable: text('可重复', 'repeatable'),
  atMost: text('最长字符数', 'Longest, in characters'),
  domain: text('值域', 'Domain'),
  open: text('接受值域以外的值', 'values outside the domain are taken as well'),
  fallback: text('缺省值', 'Default'),
  source: text('信息来源', 'Source'),
  note: text('注释', 'Note'),
};
const KINDS = { simple: text('简单型', 'simple'), container: text('容器型', 'container') };
const TYPES = {
  text: text('文本', 'text'),
  integer: text('整数', 'integer'),
  number: text('数值', 'number'),
  date: text('日期', 'date'),
  time: text('时间', 'time'),
  year: text('年度', 'year'),
  code: text('代码', 'code'),
  boolean: text('是否', 'boolean'),
  base64: text('编码数据', 'base64'),
};
const OBLIGATIONS = {
  required: text('必选', 'required'),
  conditional: text('条件选', 'conditional'),
  optional: text('可选', 'optional'),
};
const SOURCES = {
  captured: text('本系统捕获', 'captured by this system'),
  business: text('业务系统', 'business system'),
  people: text('人工著录', 'described by people'),
};
const BLANK: Element = {
  ...{ id: '', name: '', kind: 'simple', type: 'text' },
  ...{ obligation: 'optional', repeatable: false, source: 'business' },
};

/** 元数据元素 of this level: own ones, and what is said otherwise than in the standard. */
export function Elements({ content, change }: Part): ReactNode {
  const say = useSay();
  return (
    <div className="stack">
      <p className="quiet">{say(W.about)}</p>
      <Standard
        elements={content.elements ?? []}
        add={(chosen) => change(saying(content, 'elements', [...(content.elements ?? []), ...chosen]))}
      />
      <Rows
        path="elements"
        rows={content.elements ?? []}
        blank={BLANK}
        change={(elements) => change(saying(content, 'elements', elements))}
        titleOf={({ id, name }) => `${id} ${name}`}
      >
        {(one, set, path) => {
          const line = (key: 'id' | 'no' | 'name' | 'parent' | 'fallback' | 'note', most: number): ReactNode => (
            <Line
              label={say(W[key])}
              path={`${path}.${key}`}
              most={most}
              value={one[key]}
              change={(value) =>
                set(key === 'id' || key === 'name' ? { ...one, [key]: value } : saying(one, key, value))
              }
            />
          );
          const choice = (
            key: 'kind' | 'type' | 'obligation' | 'source',
            choices: Readonly<Record<string, ReturnType<typeof text>>>,
          ): ReactNode => (
            <Choice
              label={say(W[key])}
              path={`${path}.${key}`}
              value={one[key]}
              choices={choices}
              change={(value = one[key]) => set({ ...one, [key]: value })}
            />
          );
          return (
            <>
              {line('id', 80)}
              {line('name', 60)}
              {line('no', 3)}
              {line('parent', 80)}
              {choice('kind', KINDS)}
              {choice('type', TYPES)}
              {choice('obligation', OBLIGATIONS)}
              {choice('source', SOURCES)}
              <Amount
                label={say(W.atMost)}
                path={`${path}.atMost`}
                value={one.atMost}
                change={(atMost) => set(saying(one, 'atMost', atMost))}
              />
              {one.kind === 'simple' && (
                <Several
                  label={say(W.domain)}
                  path={`${path}.domain`}
                  value={one.domain}
                  change={(domain) => set(saying(one, 'domain', domain))}
                />
              )}
              {line('fallback', 200)}
              {line('note', 500)}
              <div className="row">
                <Checkbox
                  checked={one.repeatable}
                  onChange={({ target }) => set({ ...one, repeatable: target.checked })}
                >
                  {say(W.repeatable)}
                </Checkbox>
                <Checkbox
                  checked={one.open ?? false}
                  onChange={({ target }) => set(saying(one, 'open', target.checked || undefined))}
                >
                  {say(W.open)}
                </Checkbox>
              </div>
            </>
          );
        }}
      </Rows>
    </div>
  );
}

/** An element of the standard, taken as the standard has it, to be changed here. */
function Standard({
  elements,
  add,
}: {
  readonly elements: readonly Element[];
  readonly add: (elements: readonly Element[]) => void;
}): ReactNode {
  const say = useSay();
  const { data } = useVocabulary();
  const [chosen, choose] = useState<string>();
  const there = new Set(elements.map(({ id }) => id));
  const standard = new Map((data?.elements ?? []).map((one) => [one.id, one]));
  return (
    <div className="row filters">
      <Select
        className="grow"
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={say(W.standard)}
        placeholder={say(W.standard)}
        value={chosen ?? null}
        onChange={choose}
        options={[...standard.values()].map(({ id, no, name, obligation }) => ({
          value: id,
          label: `${no} ${name} ${id} · ${say(OBLIGATIONS[obligation as keyof typeof OBLIGATIONS])}`,
          disabled: there.has(id),
        }))}
      />
      <Button
        disabled={chosen === undefined}
        onClick={() => {
          const one = standard.get(chosen!);
          if (one) add([one]);
          choose(undefined);
        }}
      >
        {say(W.take)}
      </Button>
    </div>
  );
}
