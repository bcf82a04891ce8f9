import { Button, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { ask } from '../../../app/ask.ts';
import { text, useSay } from '../../../app/words.ts';
import { ErrorBox } from '../../../parts/error-box.tsx';
import { useDepartments, useMatters } from '../door.ts';
import type { Content } from './shapes.ts';
import { tabOf } from './tab-of.ts';

const W = {
  from: text('复制自', 'Copy from'),
  city: text('市级默认', 'Defaults of the city'),
  template: text('模板：{name}', 'Template: {name}'),
  matter: text('事项：{name}', 'Matter: {name}'),
  page: text('只复制本页', 'Copy this page of the form'),
  all: text('全部复制', 'Copy all of it'),
  undo: text('撤销复制', 'Take the copy back'),
  done: text('已复制 {n} 项设置，尚未保存。', '{n} settings were copied, and are not saved yet.'),
  nothing: text('那里没有可复制的内容。', 'There is nothing to copy there.'),
};

interface Named {
  readonly id: string;
  readonly name: string;
}
interface WithContent {
  readonly content: Content;
}

async function contentOf(source: string): Promise<Content | undefined> {
  const id = encodeURIComponent(source.slice(2));
  if (source.startsWith('d:')) return (await ask<WithContent>(`/registry/v1/defaults/${id}`)).content;
  if (source.startsWith('t:'))
    return (await ask<{ items: (Named & WithContent)[] }>('/registry/v1/templates')).items.find(
      (one) => one.id === source.slice(2),
    )?.content;
  // Of a matter its newest draft that was not thrown away: what its own level says.
  const drafts = await ask<{ items: (WithContent & { state: string; changedAt: string })[] }>(
    `/registry/v1/drafts?matter=${id}`,
  );
  return drafts.items
    .filter(({ state }) => state !== 'discarded')
    .sort((a, b) => b.changedAt.localeCompare(a.changedAt))[0]?.content;
}

/** Takes over what another level says: the city, a department, a template, another matter. Nothing is saved by that, and it can be taken back. */
export function CopyFrom({
  name,
  tab,
  content,
  change,
}: {
  /** Of the form, under which it would copy from itself. */
  readonly name: string;
  readonly tab: string;
  readonly content: Content;
  readonly change: (content: Content) => void;
}): ReactNode {
  const say = useSay();
  const departments = useDepartments().data?.items ?? [];
  const matters = useMatters().data;
  const [templates, found] = useState<readonly Named[]>();
  const [source, choose] = useState<string>();
  const [before, remember] = useState<Content>();
  const [copied, count] = useState<number>();
  const [error, fail] = useState<unknown>();
  const copy = async (of: 'page' | 'all'): Promise<void> => {
    fail(undefined);
    try {
      const theirs = (await contentOf(source!)) ?? {};
      const taken = Object.entries(theirs).filter(([field]) => of === 'all' || tabOf(field) === tab);
      count(taken.length);
      if (taken.length === 0) return;
      remember(content);
      change({ ...content, ...(Object.fromEntries(taken) as Content) });
    } catch (failure) {
      fail(failure);
    }
  };
  const options = [
    { value: 'd:city', label: say(W.city) },
    ...(templates ?? []).map(({ id, name: label }) => ({ value: `t:${id}`, label: say(W.template, { name: label }) })),
    ...departments.map(({ id, name: label }) => ({ value: `d:${id}`, label })),
    ...[...(matters?.values() ?? [])].map((one) => ({
      value: `m:${one.code}`,
      label: say(W.matter, { name: one.name }),
    })),
  ].filter(({ value }) => name !== `level.${value.replace(/^d:/, '')}`);
  return (
    <section className="stack tight copy-from" aria-label={say(W.from)}>
      <div className="row filters">
        <Select
          className="grow"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={say(W.from)}
          aria-label={say(W.from)}
          value={source ?? null}
          onChange={(chosen: string | undefined) => choose(chosen)}
          onOpenChange={(open) => {
            if (open && templates === undefined)
              ask<{ items: Named[] }>('/registry/v1/templates').then(({ items }) => found(items), fail);
          }}
          options={options}
        />
        <Button disabled={source === undefined} onClick={() => void copy('page')}>
          {say(W.page)}
        </Button>
        <Button disabled={source === undefined} onClick={() => void copy('all')}>
          {say(W.all)}
        </Button>
        {before !== undefined && (
          <Button
            onClick={() => {
              change(before);
              remember(undefined);
              count(undefined);
            }}
          >
            {say(W.undo)}
          </Button>
        )}
      </div>
      {copied !== undefined && <output>{copied === 0 ? say(W.nothing) : say(W.done, { n: copied })}</output>}
      {error !== undefined && <ErrorBox error={error} />}
    </section>
  );
}
