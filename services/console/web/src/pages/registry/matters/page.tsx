import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input, Select, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { ask } from '../../../app/ask.ts';
import { keptForms } from '../../../app/kept.ts';
import { useSearchValues } from '../../../app/search-values.ts';
import { useMe } from '../../../app/session.tsx';
import { text, useSay } from '../../../app/words.ts';
import { ErrorBox } from '../../../parts/error-box.tsx';
import { List } from '../../../parts/list.tsx';
import { Nothing } from '../../../parts/nothing.tsx';
import { Sheet } from '../../../parts/sheet.tsx';
import { Waiting } from '../../../parts/waiting.tsx';
import { save, useDepartments } from '../door.ts';
import type { Draft, Matter, MatterPage } from '../shapes.ts';
import { IMPORT_FORM, Importing } from './importing.tsx';

const W = {
  caption: text('事项', 'Matters'),
  find: text('事项名称或编码', 'Name or code'),
  department: text('部门', 'Department'),
  published: text('归档方案', 'Scheme'),
  yes: text('已发布', 'published'),
  no: text('未发布', 'none yet'),
  import: text('导入事项', 'Import matters'),
  export: text('导出', 'Export'),
  matter: text('事项', 'Matter'),
  days: text('法定/承诺（工作日）', 'Statutory/promised days'),
  scheme: text('归档方案', 'Scheme'),
  version: text('第 {n} 版', 'version {n}'),
  under: text('{n} 份草稿', '{n} drafts'),
  begin: text('编制方案', 'Draft a scheme'),
  state: text('状态', 'State'),
  active: text('在用', 'in use'),
  inactive: text('停用', 'not in use'),
  none: text('没有符合条件的事项', 'No matters match'),
  how: text(
    '可导入国家事项清单（CSV、XLSX 或 JSON），一次可导入全部事项。',
    'Import the national list (CSV, XLSX or JSON), all of it at once.',
  ),
  total: text('共 {n} 项', '{n} in all'),
  next: text('下一页', 'Next page'),
  first: text('回到第一页', 'Back to the first page'),
};

export default function MattersPage(): ReactNode {
  const say = useSay();
  const me = useMe();
  const go = useNavigate();
  const { values, set } = useSearchValues();
  const departments = useDepartments().data?.items ?? [];
  const [importing, openImport] = useState(
    () => me.may['matter.edit'] !== undefined && keptForms(window.sessionStorage, me.account, IMPORT_FORM).length > 0,
  );
  const [failure, fail] = useState<unknown>();
  const asked = new URLSearchParams(values);
  const query = asked.toString();
  const { data, error, refetch } = useQuery({
    queryKey: ['matters', query],
    queryFn: ({ signal }) => ask<MatterPage>(`/registry/v1/matters?limit=50&${query}`, signal),
    placeholderData: keepPreviousData,
  });
  const names = new Map(departments.map(({ id, name }) => [id, name]));
  const begin = async (matter: Matter): Promise<void> => {
    try {
      const draft = await save<Draft>('POST', '/drafts', { matter: matter.code }, { csrf: me.csrf });
      await go(`/drafts/${draft.id}`);
    } catch (error) {
      fail(error);
    }
  };
  asked.delete('after');
  return (
    <div className="panel stack">
      <search className="row filters">
        <Input.Search
          key={values.text ?? ''}
          className="grow"
          allowClear
          defaultValue={values.text ?? ''}
          placeholder={say(W.find)}
          aria-label={say(W.find)}
          onSearch={(words) => set({ text: words, after: undefined })}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          className="choice wide"
          placeholder={say(W.department)}
          aria-label={say(W.department)}
          value={values.department ?? null}
          onChange={(department: string | null) => set({ department: department ?? undefined, after: undefined })}
          options={departments
            .filter(({ kind }) => kind === 'unit')
            .map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select
          allowClear
          className="choice"
          placeholder={say(W.published)}
          aria-label={say(W.published)}
          value={values.published ?? null}
          onChange={(published: string | null) => set({ published: published ?? undefined, after: undefined })}
          options={[
            { value: 'true', label: say(W.yes) },
            { value: 'false', label: say(W.no) },
          ]}
        />
        {(['xlsx', 'csv'] as const).map((format) => (
          <Button key={format} href={`/registry/v1/matters/export?format=${format}&${asked}`}>
            {say(W.export)} {format.toUpperCase()}
          </Button>
        ))}
        {me.may['matter.edit'] !== undefined && (
          <Button type="primary" onClick={() => openImport(true)}>
            {say(W.import)}
          </Button>
        )}
      </search>
      {error && <ErrorBox error={error} again={() => void refetch()} />}
      {failure !== undefined && <ErrorBox error={failure} />}
      {data === undefined && !error && <Waiting />}
      {data?.total === 0 && <Nothing what={say(W.none)} how={say(W.how)} />}
      {data !== undefined && data.items.length > 0 && (
        <>
          <List
            caption={say(W.caption)}
            rows={data.items}
            keyOf={({ code }) => code}
            columns={[
              {
                title: say(W.matter),
                cell: (one) => (
                  <>
                    {one.name} <small className="quiet">{names.get(one.department) ?? ''}</small>
                    <div className="mono quiet">{one.code}</div>
                  </>
                ),
              },
              {
                title: say(W.days),
                numeric: true,
                cell: (one) => `${one.statutoryDays ?? '—'} / ${one.promisedDays ?? '—'}`,
              },
              {
                title: say(W.scheme),
                cell: (one) => (
                  <span className="row">
                    {one.published === null ? (
                      <Tag>{say(W.no)}</Tag>
                    ) : (
                      <Tag color="success">{say(W.version, { n: one.published })}</Tag>
                    )}
                    {one.open > 0 && <Link to={`/drafts?matter=${one.code}`}>{say(W.under, { n: one.open })}</Link>}
                    {me.may['draft.edit'] !== undefined && (
                      <Button size="small" onClick={() => void begin(one)}>
                        {say(W.begin)}
                      </Button>
                    )}
                  </span>
                ),
              },
              {
                title: say(W.state),
                cell: (one) => (
                  <Tag color={one.active ? 'success' : 'default'}>{say(one.active ? W.active : W.inactive)}</Tag>
                ),
              },
            ]}
          />
          <div className="row">
            <span className="quiet">{say(W.total, { n: data.total })}</span>
            {values.after !== undefined && <Button onClick={() => set({ after: undefined })}>{say(W.first)}</Button>}
            {data.next !== null && (
              <Button onClick={() => set({ after: data.next ?? undefined })}>{say(W.next)}</Button>
            )}
          </div>
        </>
      )}
      <Sheet open={importing} title={say(W.import)} onClose={() => openImport(false)}>
        <Importing onDone={() => void refetch()} />
      </Sheet>
    </div>
  );
}
