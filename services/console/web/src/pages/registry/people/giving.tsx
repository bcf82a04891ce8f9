import { Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useMe } from '../../../app/session.tsx';
import { useKept } from '../../../app/use-kept.ts';
import { text, useSay } from '../../../app/words.ts';
import { save } from '../door.ts';
import { EntryForm } from '../entry-form.tsx';
import { Field } from '../field.tsx';
import type { Person, Post } from '../shapes.ts';

const W = {
  post: text('岗位', 'Post'),
  until: text('有效期至（可不填）', 'Until (may be left open)'),
  give: text('授予 {name}', 'Give it to {name}'),
};

/** Names of what was chosen and not saved begin so; behind it stands the person's account. */
export const GIVING_FORMS = 'giving.';

/** A post for somebody, for a time or for good. */
export function Giving({
  person,
  posts,
  onDone,
}: {
  readonly person: Person;
  readonly posts: readonly Post[];
  readonly onDone: () => void;
}): ReactNode {
  const say = useSay();
  const { csrf } = useMe();
  const form = useKept(`${GIVING_FORMS}${person.account}`, { post: '', until: '' });
  const { post, until } = form.value;
  const give = async (): Promise<void> => {
    const body = until === '' ? {} : { until: `${until}T23:59:59+08:00` };
    await save('PUT', `/posts/${post}/holders/${person.account}`, body, { csrf });
  };
  return (
    <EntryForm form={form} save={give} onDone={onDone} button={say(W.give, { name: person.name })} ready={post !== ''}>
      <Field label={say(W.post)} of="post">
        <Select
          id="post"
          aria-label={say(W.post)}
          showSearch={{ optionFilterProp: 'label' }}
          value={post === '' ? null : post}
          onChange={(value: string | null) => form.set({ post: value ?? '' })}
          getPopupContainer={(node) => node.parentElement ?? document.body}
          options={posts
            .filter(({ id, active }) => active && !person.holds.some((held) => held.post === id))
            .map(({ id, title, roleName }) => ({ value: id, label: `${title}（${roleName}）` }))}
        />
      </Field>
      <Field label={say(W.until)} of="until">
        <Input id="until" type="date" value={until} onChange={({ target }) => form.set({ until: target.value })} />
      </Field>
    </EntryForm>
  );
}
