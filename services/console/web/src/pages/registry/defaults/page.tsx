import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { ask } from '../../../app/ask.ts';
import { useSearchValues } from '../../../app/search-values.ts';
import { useMe } from '../../../app/session.tsx';
import { useKept } from '../../../app/use-kept.ts';
import { text, useSay } from '../../../app/words.ts';
import { ErrorBox } from '../../../parts/error-box.tsx';
import { KeptNote } from '../../../parts/kept-note.tsx';
import { Waiting } from '../../../parts/waiting.tsx';
import { save, useDepartments } from '../door.ts';
import { Field } from '../field.tsx';
import { SettingsForm } from '../form/settings-form.tsx';
import type { Content } from '../form/shapes.ts';
import { type Template, TemplateHead } from './template-head.tsx';

const W = {
  level: text('哪一级', 'Level'),
  city: text('市级默认', 'Defaults of the city'),
  template: text('模板：{name}', 'Template: {name}'),
  about: text(
    '已发布的方案不受影响；默认值在草稿发布时生效。模板只在新建草稿时复制。',
    'Published schemes stay as they are; defaults count when a draft is published, templates are copied when one is begun.',
  ),
  id: text('新模板标识（小写字母、数字、-）', 'Id of a new template (a–z, 0–9, -)'),
  name: text('名称', 'Name'),
  add: text('新增模板', 'Add the template'),
  export: text('导出全部配置', 'Export everything'),
  import: text('导入配置文件', 'Import a file'),
  imported: text(
    '已导入：改动 {changed} 项，新建草稿 {drafts} 份，{unchanged} 项相同。',
    'Taken in: {changed} changed, {drafts} drafts begun, {unchanged} the same.',
  ),
  noJson: text('不是 JSON 文件', 'This is no JSON file'),
};

interface Level {
  readonly content: Content;
  readonly version: number;
  readonly changedBy: string | null;
}
/** 默认值与模板: what schemes take where their matter says nothing, and what drafts are begun with. */
export default function DefaultsPage(): ReactNode {
  const say = useSay();
  const me = useMe();
  const queries = useQueryClient();
  const { values, set } = useSearchValues();
  const departments = useDepartments().data?.items ?? [];
  const templates = useQuery({
    queryKey: ['templates'],
    queryFn: ({ signal }) => ask<{ items: readonly Template[] }>('/registry/v1/templates', signal),
  });
  const form = useKept('template-new', { id: '', name: '' }, { where: 'local' });
  const { id, name } = form.value;
  const [failure, fail] = useState<unknown>();
  const [word, tell] = useState('');
  const chooser = useRef<HTMLInputElement>(null);
  const level = values.level ?? 'city';
  const template = templates.data?.items.find((one) => `t:${one.id}` === level);
  const defaults = useQuery({
    queryKey: ['defaults', level],
    enabled: !level.startsWith('t:'),
    refetchInterval: 15_000,
    queryFn: ({ signal }) => ask<Level>(`/registry/v1/defaults/${level}`, signal),
  });
  const saved = template ?? defaults.data;
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      fail(undefined);
    } catch (error) {
      fail(error);
    }
  };
  const again = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: ['defaults'] });
    await queries.invalidateQueries({ queryKey: ['templates'] });
  };
  const put = async (content: Content, version: number): Promise<void> => {
    if (template)
      await save(
        'PUT',
        `/templates/${template.id}`,
        { name: template.name, note: template.note, content },
        { csrf: me.csrf, version },
      );
    else await save('PUT', `/defaults/${level}`, content, { csrf: me.csrf, version });
    await again();
  };
  const take = (file: File): Promise<void> =>
    attempt(async () => {
      const taken = await save<{ changed: number; drafts: number; unchanged: number }>(
        'POST',
        '/bundle',
        await file.text().then((words): unknown => JSON.parse(words)),
        { csrf: me.csrf },
      );
      tell(say(W.imported, taken));
      await again();
    });
  return (
    <div className="stack">
      <div className="panel stack">
        <p className="quiet">{say(W.about)}</p>
        <Field label={say(W.level)} of="level">
          <Select
            id="level"
            aria-label={say(W.level)}
            showSearch={{ optionFilterProp: 'label' }}
            value={level}
            onChange={(chosen: string) => set({ level: chosen })}
            options={[
              { value: 'city', label: say(W.city) },
              ...departments.map((one) => ({ value: one.id, label: one.name })),
              ...(templates.data?.items ?? []).map((one) => ({
                value: `t:${one.id}`,
                label: say(W.template, { name: one.name }),
              })),
            ]}
          />
        </Field>
        <KeptNote {...form} />
        {me.may['template.edit'] !== undefined && (
          <div className="row filters">
            <Input
              aria-label={say(W.id)}
              placeholder={say(W.id)}
              className="grow"
              value={id}
              onChange={({ target }) => form.set({ id: target.value })}
            />
            <Input
              aria-label={say(W.name)}
              placeholder={say(W.name)}
              className="grow"
              value={name}
              onChange={({ target }) => form.set({ name: target.value })}
            />
            <Button
              disabled={id === '' || name === ''}
              onClick={() =>
                void attempt(async () => {
                  await save('POST', '/templates', { id, name, note: name, content: {} }, { csrf: me.csrf });
                  form.forget();
                  await again();
                  set({ level: `t:${id}` });
                })
              }
            >
              {say(W.add)}
            </Button>
          </div>
        )}
        <div className="row">
          {me.may['bundle.export'] !== undefined && <Button href="/registry/v1/bundle">{say(W.export)}</Button>}
          {me.may['bundle.import'] !== undefined && (
            <>
              <Button onClick={() => chooser.current?.click()}>{say(W.import)}</Button>
              <input
                hidden
                ref={chooser}
                type="file"
                accept=".json,application/json"
                aria-label={say(W.import)}
                onChange={({ target }) => {
                  const file = target.files?.[0];
                  if (file) void take(file);
                  target.value = '';
                }}
              />
            </>
          )}
        </div>
        {word !== '' && <output>{word}</output>}
        {failure instanceof SyntaxError ? (
          <p className="bad">{say(W.noJson)}</p>
        ) : (
          failure !== undefined && <ErrorBox error={failure} />
        )}
      </div>
      {defaults.error && <ErrorBox error={defaults.error} />}
      {saved === undefined && !defaults.error && <Waiting />}
      {template && me.may['template.edit'] !== undefined && (
        <TemplateHead
          key={`${template.id}@${template.version}`}
          template={template}
          changed={again}
          dropped={async () => {
            set({ level: undefined });
            await again();
          }}
        />
      )}
      {saved && (
        <div className="panel">
          <SettingsForm key={level} name={`level.${level}`} saved={saved} save={put} />
        </div>
      )}
    </div>
  );
}
