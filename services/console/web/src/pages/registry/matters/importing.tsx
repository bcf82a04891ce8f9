import { Alert, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useMe } from '../../../app/session.tsx';
import { useKept } from '../../../app/use-kept.ts';
import { text, useLanguage, useSay } from '../../../app/words.ts';
import { ErrorBox } from '../../../parts/error-box.tsx';
import { KeptNote } from '../../../parts/kept-note.tsx';
import { List } from '../../../parts/list.tsx';
import { importMatters, type Uploaded } from '../door.ts';
import { Field } from '../field.tsx';
import { fileOf, keptFile } from './kept-file.ts';

const W = {
  about: text(
    '列名可用国家标准标识（task_code、task_name、task_type、dept_code …）或中文名。编码逐行校验；有一行有误则一行也不导入。',
    'Columns by their identifiers (task_code, task_name, task_type, dept_code, …) or their Chinese names. Codes are checked row by row; with one fault nothing is imported.',
  ),
  file: text('CSV、XLSX 或 JSON 文件', 'A CSV, XLSX or JSON file'),
  chosen: text('已选文件：{name}', 'Chosen: {name}'),
  check: text('只检查', 'Check only'),
  import: text('导入', 'Import'),
  would: text(
    '将新增 {added} 项，更新 {changed} 项，{unchanged} 项不变',
    'would add {added}, change {changed}, leave {unchanged} as they are',
  ),
  did: text(
    '已新增 {added} 项，更新 {changed} 项，{unchanged} 项不变',
    'added {added}, changed {changed}, left {unchanged} as they were',
  ),
  sheet: text('下载错误清单（改好后可直接再导入）', 'Download the error sheet (mend it and import it again)'),
  faults: text('问题', 'Faults'),
  where: text('行.列', 'Row.column'),
  rule: text('规则', 'Rule'),
  how: text('如何修改', 'How to mend it'),
};

/** Name of the form under which the chosen file is kept. */
export const IMPORT_FORM = 'matters-import';
const NO_FILE = { name: '', bytes: '' };

/** A list is handed over: looked at first, taken in then; what is wrong is told by row, column, rule, and how to mend it. */
export function Importing({ onDone }: { readonly onDone: () => void }): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { csrf } = useMe();
  const kept = useKept(IMPORT_FORM, NO_FILE);
  const [file, choose] = useState(() => fileOf(kept.value));
  const [working, work] = useState(false);
  const [answer, answered] = useState<Uploaded & { dryRun: boolean }>();
  const [error, fail] = useState<unknown>();
  const take = (chosen: File | undefined): void => {
    kept.forget();
    choose(chosen);
    answered(undefined);
    if (chosen) void keptFile(chosen).then((bytes) => bytes && kept.set(bytes), fail);
  };
  const send = async (dryRun: boolean): Promise<void> => {
    work(true);
    try {
      const sent = await importMatters(file!, dryRun, csrf);
      answered({ ...sent, dryRun });
      fail(undefined);
      if (!dryRun) onDone();
      if (!dryRun && sent.ok) kept.forget();
    } catch (failure) {
      fail(failure);
    } finally {
      work(false);
    }
  };
  const { added = 0, changed = 0, unchanged = 0, title = '', sheet, faults = [] } = answer?.body ?? {};
  const [zh, en] = title.split(' / ');
  return (
    <div className="stack">
      <p className="quiet">{say(W.about)}</p>
      <KeptNote found={kept.found} isKept forget={() => take(undefined)} />
      {kept.found && file && <p>{say(W.chosen, { name: file.name })}</p>}
      <Field label={say(W.file)} of="file">
        <input id="file" type="file" accept=".csv,.xlsx,.json" onChange={({ target }) => take(target.files?.[0])} />
      </Field>
      <div className="row">
        <Button disabled={file === undefined} loading={working} onClick={() => void send(true)}>
          {say(W.check)}
        </Button>
        <Button type="primary" disabled={file === undefined} loading={working} onClick={() => void send(false)}>
          {say(W.import)}
        </Button>
      </div>
      {error !== undefined && <ErrorBox error={error} />}
      {answer?.ok && (
        <Alert type="success" showIcon title={say(answer.dryRun ? W.would : W.did, { added, changed, unchanged })} />
      )}
      {answer && !answer.ok && (
        <>
          <Alert type="error" showIcon title={(language === 'en' ? en : zh) ?? title} />
          {sheet !== undefined && <a href={`/registry/v1/imports/${sheet}?format=xlsx`}>{say(W.sheet)}</a>}
          {faults.length > 0 && (
            <List
              caption={say(W.faults)}
              rows={faults}
              keyOf={({ field, rule }) => `${field}${rule}`}
              columns={[
                { title: say(W.where), cell: ({ field }) => <code>{field}</code> },
                { title: say(W.rule), cell: ({ rule }) => rule },
                { title: say(W.how), cell: ({ message }) => message },
              ]}
            />
          )}
        </>
      )}
    </div>
  );
}
