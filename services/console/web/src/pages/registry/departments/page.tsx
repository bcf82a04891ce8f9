import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { useMe } from '../../../app/session.tsx';
import { useOpenForm } from '../../../app/use-kept.ts';
import { text, useSay } from '../../../app/words.ts';
import { ErrorBox } from '../../../parts/error-box.tsx';
import { List } from '../../../parts/list.tsx';
import { Nothing } from '../../../parts/nothing.tsx';
import { Sheet } from '../../../parts/sheet.tsx';
import { Time } from '../../../parts/time.tsx';
import { Waiting } from '../../../parts/waiting.tsx';
import { useDepartments } from '../door.ts';
import type { Department } from '../shapes.ts';
import { DEPARTMENT_FORMS, DepartmentForm } from './form.tsx';

const W = {
  caption: text('组织机构', 'Departments'),
  find: text('名称、代码、全宗号', 'Name, code, fonds'),
  add: text('新增机构', 'Add a department'),
  change: text('修改', 'Change'),
  name: text('名称', 'Name'),
  code: text('统一社会信用代码', 'Code'),
  fonds: text('全宗号', 'Fonds'),
  state: text('状态', 'State'),
  active: text('在用', 'in use'),
  inactive: text('停用', 'not in use'),
  changed: text('最近修改', 'Last change'),
  none: text('还没有组织机构', 'No departments yet'),
  how: text(
    '由系统管理员新增，或由档案管理员整体导入。',
    'The system administrator adds them, or an archivist imports a whole configuration.',
  ),
};

interface Placed {
  readonly one: Department;
  readonly depth: number;
}

/** The tree from the top, each below its parent, in their order. */
function placed(all: readonly Department[]): Placed[] {
  const walk = (parent: string | null, depth: number): Placed[] =>
    all
      .filter((one) => one.parent === parent)
      .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))
      .flatMap((one) => [{ one, depth }, ...walk(one.id, depth + 1)]);
  return walk(null, 0);
}

export default function DepartmentsPage(): ReactNode {
  const say = useSay();
  const { may: rights } = useMe();
  const may = rights['department.edit'] !== undefined;
  const queries = useQueryClient();
  const { data, error, refetch } = useDepartments();
  const [words, find] = useState('');
  const edit = useOpenForm(DEPARTMENT_FORMS, may, 'local');
  const all = data?.items ?? [];
  const before = all.find(({ id }) => edit.isOf(id));
  const adding = edit.isOf('new');
  const rows = placed(all).filter(({ one }) =>
    words === '' ? true : `${one.name} ${one.id} ${one.fonds ?? ''}`.includes(words.trim()),
  );
  const done = (): void => {
    edit.close();
    void queries.invalidateQueries({ queryKey: ['departments'] });
  };
  return (
    <div className="panel stack">
      <search className="row filters">
        <Input
          className="grow"
          allowClear
          placeholder={say(W.find)}
          aria-label={say(W.find)}
          value={words}
          onChange={({ target }) => find(target.value)}
        />
        {may && (
          <Button type="primary" onClick={() => edit.open('new')}>
            {say(W.add)}
          </Button>
        )}
      </search>
      {error && <ErrorBox error={error} again={() => void refetch()} />}
      {data === undefined && !error && <Waiting />}
      {data !== undefined && all.length === 0 && <Nothing what={say(W.none)} how={say(W.how)} />}
      {all.length > 0 && (
        <List
          caption={say(W.caption)}
          rows={rows}
          keyOf={({ one }) => one.id}
          columns={[
            {
              title: say(W.name),
              cell: ({ one, depth }) => (
                <span style={{ paddingInlineStart: words === '' ? depth * 20 : 0 }}>
                  {may ? (
                    <Button type="link" onClick={() => edit.open(one.id)}>
                      {one.name}
                    </Button>
                  ) : (
                    one.name
                  )}
                </span>
              ),
            },
            { title: say(W.code), cell: ({ one }) => <span className="mono">{one.id}</span> },
            { title: say(W.fonds), cell: ({ one }) => <span className="mono">{one.fonds ?? '—'}</span> },
            {
              title: say(W.state),
              cell: ({ one }) => (
                <Tag color={one.active ? 'success' : 'default'}>{say(one.active ? W.active : W.inactive)}</Tag>
              ),
            },
            {
              title: say(W.changed),
              cell: ({ one }) => (
                <>
                  <Time at={one.changedAt} /> <span className="quiet">{one.changedBy ?? ''}</span>
                </>
              ),
            },
          ]}
        />
      )}
      <Sheet open={adding || before !== undefined} title={say(adding ? W.add : W.change)} onClose={edit.close}>
        <DepartmentForm key={edit.name} before={before} all={all} onDone={done} />
      </Sheet>
    </div>
  );
}
