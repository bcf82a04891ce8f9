import { Button, Input } from 'antd';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useMe } from '../../../app/session.tsx';
import { useKept } from '../../../app/use-kept.ts';
import { text, useSay } from '../../../app/words.ts';
import { ErrorBox } from '../../../parts/error-box.tsx';
import { KeptNote } from '../../../parts/kept-note.tsx';
import { Sheet } from '../../../parts/sheet.tsx';
import { save } from '../door.ts';
import type { Content } from '../form/shapes.ts';

const W = {
  title: text('模板 {id}', 'Template {id}'),
  name: text('名称', 'Name'),
  note: text('说明：适用于哪些事项', 'Note: for which matters it is'),
  save: text('保存名称与说明', 'Save name and note'),
  drop: text('删除模板', 'Delete the template'),
  sure: text(
    '确定删除模板“{name}”？由它编制的草稿与方案各有副本，不受影响。',
    'Delete the template “{name}”? Drafts and schemes that were begun with it keep their copies.',
  ),
  keep: text('保留', 'Keep it'),
};

export interface Template {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly content: Content;
  readonly version: number;
  readonly changedBy: string | null;
}

/** What a template is called and for, and the way to throw it away. What it says is in the form below. */
export function TemplateHead({
  template,
  changed,
  dropped,
}: {
  readonly template: Template;
  readonly changed: () => Promise<void>;
  readonly dropped: () => Promise<void>;
}): ReactNode {
  const say = useSay();
  const { csrf } = useMe();
  const { id, content, version } = template;
  const form = useKept(`template.${id}`, { name: template.name, note: template.note }, { where: 'local', version });
  const { name, note } = form.value;
  const [asking, ask] = useState(false);
  const [error, fail] = useState<unknown>();
  const attempt = async (work: () => Promise<unknown>, then: () => Promise<void>): Promise<void> => {
    try {
      await work();
      fail(undefined);
      form.forget();
      await then();
    } catch (failure) {
      fail(failure);
      ask(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(() => save('PUT', `/templates/${id}`, { name, note, content }, { csrf, version: form.over }), changed);
  };
  return (
    <form className="panel stack" aria-label={say(W.title, { id })} onSubmit={submit}>
      <h2>{say(W.title, { id })}</h2>
      <KeptNote {...form} />
      <div className="form-grid">
        <div className="stack tight">
          <label htmlFor="template-name">{say(W.name)}</label>
          <Input
            id="template-name"
            maxLength={100}
            value={name}
            onChange={({ target }) => form.set({ name: target.value })}
          />
        </div>
        <div className="stack tight">
          <label htmlFor="template-note">{say(W.note)}</label>
          <Input.TextArea
            id="template-note"
            autoSize
            maxLength={500}
            value={note}
            onChange={({ target }) => form.set({ note: target.value })}
          />
        </div>
      </div>
      {error !== undefined && <ErrorBox error={error} />}
      <div className="row">
        <Button htmlType="submit" disabled={name.trim() === '' || (name === template.name && note === template.note)}>
          {say(W.save)}
        </Button>
        <Button danger onClick={() => ask(true)}>
          {say(W.drop)}
        </Button>
      </div>
      <Sheet small open={asking} title={say(W.drop)} onClose={() => ask(false)}>
        <div className="stack">
          <p>{say(W.sure, { name: template.name })}</p>
          <div className="row">
            <Button
              danger
              type="primary"
              onClick={() =>
                void attempt(() => save('DELETE', `/templates/${id}`, undefined, { csrf, version }), dropped)
              }
            >
              {say(W.drop)}
            </Button>
            <Button onClick={() => ask(false)}>{say(W.keep)}</Button>
          </div>
        </div>
      </Sheet>
    </form>
  );
}
