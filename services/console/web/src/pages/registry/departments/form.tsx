import { Checkbox, Input, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import { useMe } from '../../../app/session.tsx';
import { useKept } from '../../../app/use-kept.ts';
import { text, useSay } from '../../../app/words.ts';
import { save } from '../door.ts';
import { DepartmentField, EntryForm } from '../entry-form.tsx';
import { Field } from '../field.tsx';
import type { Department } from '../shapes.ts';

const W = {
  id: text('标识：统一社会信用代码，内设机构再加“.编码”', 'Id: the code, with .<code> for a section'),
  name: text('单位名称', 'Name'),
  parent: text('上级机构', 'Parent'),
  top: text('（顶层）', '(top)'),
  fonds: text('全宗号（内设机构不填）', 'Fonds (not for a section)'),
  position: text('排序', 'Order'),
  active: text('在用', 'in use'),
  save: text('保存', 'Save'),
};

/** Names of what was typed and not saved begin so; behind it stands the department, or `new`. */
export const DEPARTMENT_FORMS = 'department.';

/** A department to add, or to change. What was typed stays where it is refused, and where the session ends. A department is no person: it may lie in the browser. */
export function DepartmentForm({
  before,
  all,
  onDone,
}: {
  readonly before?: Department | undefined;
  readonly all: readonly Department[];
  readonly onDone: () => void;
}): ReactNode {
  const say = useSay();
  const { csrf } = useMe();
  const form = useKept(
    `${DEPARTMENT_FORMS}${before?.id ?? 'new'}`,
    {
      ...{ id: before?.id ?? '', name: before?.name ?? '', parent: before?.parent ?? null },
      ...{ fonds: before?.fonds ?? '', position: before?.position ?? 0, active: before?.active ?? true },
    },
    { where: 'local', ...(before && { version: before.version }) },
  );
  const { id, name, parent, fonds, position, active } = form.value;
  const submit = async (): Promise<void> => {
    const kind = id.trim().length > 18 ? 'section' : 'unit';
    const content = { kind, name, parent, fonds: fonds.trim() === '' ? null : fonds.trim(), position, active };
    if (before) await save('PUT', `/departments/${before.id}`, content, { csrf, version: form.over });
    else await save('POST', '/departments', { id: id.trim(), ...content }, { csrf });
  };
  return (
    <EntryForm form={form} save={submit} onDone={onDone} button={say(W.save)}>
      <Field label={say(W.id)} of="id">
        <Input
          id="id"
          value={id}
          disabled={before !== undefined}
          onChange={({ target }) => form.set({ id: target.value })}
        />
      </Field>
      <Field label={say(W.name)} of="name">
        <Input id="name" maxLength={200} value={name} onChange={({ target }) => form.set({ name: target.value })} />
      </Field>
      <DepartmentField
        id="parent"
        label={say(W.parent)}
        none={say(W.top)}
        value={parent}
        change={(parent) => form.set({ parent })}
        departments={all.filter((one) => one.id !== before?.id)}
      />
      <Field label={say(W.fonds)} of="fonds">
        <Input id="fonds" value={fonds} onChange={({ target }) => form.set({ fonds: target.value })} />
      </Field>
      <Field label={say(W.position)} of="position">
        <InputNumber id="position" min={0} value={position} onChange={(value) => form.set({ position: value ?? 0 })} />
      </Field>
      <Checkbox checked={active} onChange={({ target }) => form.set({ active: target.checked })}>
        {say(W.active)}
      </Checkbox>
    </EntryForm>
  );
}
