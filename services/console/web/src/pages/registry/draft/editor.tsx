import { Button, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { text, useSay } from '../../../app/words.ts';
import type { Settings } from '../shapes.ts';

const W = {
  about: text(
    '本事项自己的设定；不写的项沿用部门与市级默认。保存时逐项校验。',
    'What this matter says of its own; what is not said comes from department and city. Every field is checked when it is saved.',
  ),
  label: text('方案内容（JSON）', 'Content (JSON)'),
  broken: text('不是正确的 JSON：{why}', 'No JSON: {why}'),
  save: text('保存', 'Save'),
};

/** The whole of a draft as text, for what has no field of its own on the page. What was typed stays until it was taken. */
export function Editor({
  content,
  keep,
}: {
  readonly content: Settings;
  readonly keep: (content: Settings) => Promise<void>;
}): ReactNode {
  const say = useSay();
  const [typed, type] = useState(() => JSON.stringify(content, undefined, 2));
  const [broken, breaks] = useState('');
  const submit = async (): Promise<void> => {
    try {
      const read = JSON.parse(typed) as Settings;
      breaks('');
      await keep(read);
    } catch (error) {
      breaks((error as Error).message);
    }
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className="quiet">{say(W.about)}</p>
      <label htmlFor="settings">{say(W.label)}</label>
      <Input.TextArea
        id="settings"
        className="mono"
        rows={24}
        spellCheck={false}
        value={typed}
        onChange={({ target }) => type(target.value)}
      />
      {broken !== '' && <p className="bad">{say(W.broken, { why: broken })}</p>}
      <div>
        <Button type="primary" htmlType="submit">
          {say(W.save)}
        </Button>
      </div>
    </form>
  );
}
