import { Input } from 'antd';
import type { ReactNode } from 'react';
import { useMe } from '../../../app/session.tsx';
import { useKept } from '../../../app/use-kept.ts';
import { text, useSay } from '../../../app/words.ts';
import { save, useDepartments } from '../door.ts';
import { DepartmentField, EntryForm } from '../entry-form.tsx';
import { Field } from '../field.tsx';
import type { Person } from '../shapes.ts';

const W = {
  account: text('账号：字母、数字和 . _ @ -', 'Account: letters, digits and . _ @ -'),
  name: text('姓名（只用于显示，不入日志和记录）', 'Name (for screens alone; it enters no log and no record)'),
  issuer: text('身份认证系统（发行者地址）', 'Identity provider (issuer)'),
  subject: text('在身份认证系统中的标识（sub）', 'Who they are to it (sub)'),
  department: text('所在机构', 'Department'),
  city: text('（全市）', '(the whole city)'),
  save: text('保存', 'Save'),
  rights: text(
    '新增的人员没有任何权限，由安全保密员授予岗位。',
    'Somebody new may do nothing until the security officer gives them a post.',
  ),
};

/** Names of what was typed and not saved begin so; behind it stands the account, or `new`. */
export const PERSON_FORMS = 'person.';

/** Somebody to add, or to change. What is typed names a person, so it lies in the tab alone until it is saved. */
export function PersonForm({
  before,
  issuers,
  onDone,
}: {
  readonly before?: Person | undefined;
  /** Providers that people come from already. */
  readonly issuers: readonly string[];
  readonly onDone: () => void;
}): ReactNode {
  const say = useSay();
  const { csrf } = useMe();
  const departments = useDepartments().data?.items ?? [];
  const form = useKept(
    `${PERSON_FORMS}${before?.account ?? 'new'}`,
    {
      ...{ account: before?.account ?? '', name: before?.name ?? '', issuer: before?.issuer ?? issuers[0] ?? '' },
      ...{ subject: before?.subject ?? '', department: before?.department ?? null },
    },
    before && { version: before.version },
  );
  const { account, ...rest } = form.value;
  const content = { ...rest, name: rest.name.trim(), subject: rest.subject.trim(), active: before?.active ?? true };
  const submit = async (): Promise<void> => {
    if (before) await save('PUT', `/people/${before.account}`, content, { csrf, version: form.over });
    else await save('POST', '/people', { account: account.trim(), ...content }, { csrf });
  };
  const typed = (field: 'account' | 'name' | 'issuer' | 'subject', more: object = {}): ReactNode => (
    <Field label={say(W[field])} of={`person-${field}`}>
      <Input
        id={`person-${field}`}
        autoComplete="off"
        value={form.value[field]}
        onChange={({ target }) => form.set({ [field]: target.value })}
        {...more}
      />
    </Field>
  );
  return (
    <EntryForm form={form} save={submit} onDone={onDone} button={say(W.save)}>
      {before === undefined && <p className="quiet">{say(W.rights)}</p>}
      {typed('account', { disabled: before !== undefined, maxLength: 60 })}
      {typed('name', { maxLength: 60 })}
      {typed('issuer', { maxLength: 300 })}
      {typed('subject', { maxLength: 200 })}
      <DepartmentField
        id="person-department"
        label={say(W.department)}
        none={say(W.city)}
        value={form.value.department}
        change={(department) => form.set({ department })}
        departments={departments}
      />
    </EntryForm>
  );
}
