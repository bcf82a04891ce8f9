import { Checkbox, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useMe } from '../../../app/session.tsx';
import { useKept } from '../../../app/use-kept.ts';
import { text, useSay } from '../../../app/words.ts';
import { save, useDepartments } from '../door.ts';
import { DepartmentField, EntryForm } from '../entry-form.tsx';
import { Field } from '../field.tsx';
import type { Post, RoleName } from '../shapes.ts';

const W = {
  id: text('岗位标识：字母、数字和 . _ -', 'Id: letters, digits and . _ -'),
  title: text('岗位名称', 'Title'),
  role: text('角色（GB/T 39784-2021 4.4；确定后不能更改）', 'Role (GB/T 39784-2021 4.4; it cannot be changed)'),
  scope: text('范围：本机构及其下级', 'Scope: a department with what is below it'),
  city: text('全市', 'The whole city'),
  active: text('在用', 'in use'),
  save: text('保存', 'Save'),
};

/** Names of what was typed and not saved begin so; behind it stands the post, or `new`. */
export const POST_FORMS = 'post.';

/** A post to make, or to change. A post is no person: what is typed may lie in the browser. */
export function PostForm({
  before,
  roles,
  onDone,
}: {
  readonly before?: Post | undefined;
  readonly roles: readonly RoleName[];
  readonly onDone: () => void;
}): ReactNode {
  const say = useSay();
  const { csrf } = useMe();
  const departments = useDepartments().data?.items ?? [];
  const form = useKept(
    `${POST_FORMS}${before?.id ?? 'new'}`,
    {
      ...{ id: before?.id ?? '', title: before?.title ?? '', role: before?.role ?? '' },
      ...{ department: before?.department ?? null, active: before?.active ?? true },
    },
    { where: 'local', ...(before && { version: before.version }) },
  );
  const { id, title, role, department, active } = form.value;
  const submit = async (): Promise<void> => {
    const content = { title: title.trim(), department, active };
    if (before) await save('PUT', `/posts/${before.id}`, content, { csrf, version: form.over });
    else await save('POST', '/posts', { id: id.trim(), role, ...content }, { csrf });
  };
  return (
    <EntryForm form={form} save={submit} onDone={onDone} button={say(W.save)} ready={role !== ''}>
      <Field label={say(W.id)} of="post-id">
        <Input
          id="post-id"
          value={id}
          disabled={before !== undefined}
          onChange={({ target }) => form.set({ id: target.value })}
        />
      </Field>
      <Field label={say(W.title)} of="post-title">
        <Input
          id="post-title"
          maxLength={100}
          value={title}
          onChange={({ target }) => form.set({ title: target.value })}
        />
      </Field>
      <Field label={say(W.role)} of="post-role">
        <Select
          id="post-role"
          aria-label={say(W.role)}
          disabled={before !== undefined}
          value={role === '' ? null : role}
          onChange={(value: string) => form.set({ role: value })}
          getPopupContainer={(node) => node.parentElement ?? document.body}
          options={roles.map((one) => ({ value: one.id, label: say(one) }))}
        />
      </Field>
      <DepartmentField
        id="post-scope"
        label={say(W.scope)}
        none={say(W.city)}
        value={department}
        change={(department) => form.set({ department })}
        departments={departments}
      />
      <Checkbox checked={active} onChange={({ target }) => form.set({ active: target.checked })}>
        {say(W.active)}
      </Checkbox>
    </EntryForm>
  );
}
