import { Alert, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { useMe } from '../../../app/session.tsx';
import { text, useSay } from '../../../app/words.ts';
import { ErrorBox } from '../../../parts/error-box.tsx';
import { List } from '../../../parts/list.tsx';
import { Time } from '../../../parts/time.tsx';
import { save } from '../door.ts';
import { OBJECTIONS } from '../names.ts';
import type { Draft, Trial } from '../shapes.ts';

const W = {
  title: text('试运行', 'Dry run'),
  about: text(
    '以本草稿重新检视该事项已办结的办件，不改变任何数据。',
    'Puts the draft before the closed cases of its matter. Nothing is changed.',
  ),
  run: text('在历史办件上试运行', 'Try it on past cases'),
  result: text(
    '{cases} 件中 {refused} 件将被退回，其中 {newly} 件按原版本不会退回',
    '{refused} of {cases} would have been refused, {newly} of them not by their own version',
  ),
  none: text('该事项还没有办结的办件。', 'The matter has no closed cases yet.'),
  undecided: text(
    '{n} 件的条件取决于表单字段，无法判断。',
    'Of {n} nothing can be said: conditions hang on fields of the form.',
  ),
  fewer: text('{n} 件按原版本退回，按草稿不再退回。', '{n} that their own version objects to, the draft does not.'),
  why: text('原因', 'Reason'),
  object: text('对象', 'Object'),
  count: text('件数', 'Cases'),
  cases: text('将被退回的办件', 'Cases that would be refused'),
  case: text('办件', 'Case'),
  closed: text('办结', 'Closed'),
  more: text('另有 {n} 件未列出', 'and {n} more'),
};

/** "12 of 300 would have been refused, these." */
export function DryRun({ draft, complete }: { readonly draft: Draft; readonly complete: boolean }): ReactNode {
  const say = useSay();
  const { csrf } = useMe();
  const [trial, tried] = useState<Trial>();
  const [working, work] = useState(false);
  const [error, fail] = useState<unknown>();
  const run = async (): Promise<void> => {
    work(true);
    try {
      tried(await save<Trial>('POST', `/drafts/${draft.id}/dry-runs`, {}, { csrf }));
      fail(undefined);
    } catch (failure) {
      fail(failure);
    } finally {
      work(false);
    }
  };
  const reason = (code: string): string => say(OBJECTIONS[code] ?? text(code, code));
  return (
    <div className="panel stack">
      <h2>{say(W.title)}</h2>
      <p className="quiet">{say(W.about)}</p>
      <div>
        <Button disabled={!complete} loading={working} onClick={() => void run()}>
          {say(W.run)}
        </Button>
      </div>
      {error !== undefined && <ErrorBox error={error} />}
      {trial && (
        <>
          <Alert
            showIcon
            type={trial.newlyRefused > 0 ? 'warning' : 'success'}
            title={
              trial.cases === 0
                ? say(W.none)
                : say(W.result, { cases: trial.cases, refused: trial.refused, newly: trial.newlyRefused })
            }
            description={
              (trial.undecided > 0 || trial.noLongerRefused > 0) && (
                <>
                  {trial.undecided > 0 && <div>{say(W.undecided, { n: trial.undecided })}</div>}
                  {trial.noLongerRefused > 0 && <div>{say(W.fewer, { n: trial.noLongerRefused })}</div>}
                </>
              )
            }
          />
          {trial.reasons.length > 0 && (
            <List
              caption={say(W.why)}
              rows={trial.reasons}
              keyOf={({ code, object }) => `${code}${object}`}
              columns={[
                { title: say(W.why), cell: ({ code }) => reason(code) },
                { title: say(W.object), cell: ({ object }) => <code>{object}</code> },
                { title: say(W.count), numeric: true, cell: ({ cases }) => cases },
              ]}
            />
          )}
          {trial.items.length > 0 && (
            <List
              caption={say(W.cases)}
              rows={trial.items.slice(0, 100)}
              keyOf={(one) => one.case}
              columns={[
                {
                  title: say(W.case),
                  cell: (one) => (
                    <Link className="mono" to={`/cases/${one.case}`}>
                      {one.case}
                    </Link>
                  ),
                },
                { title: say(W.closed), cell: (one) => <Time at={one.closedAt} /> },
                {
                  title: say(W.why),
                  cell: (one) => one.objections.map(({ code, object }) => `${reason(code)} ${object}`).join('；'),
                },
              ]}
            />
          )}
          {trial.more + Math.max(0, trial.items.length - 100) > 0 && (
            <p className="quiet">{say(W.more, { n: trial.more + Math.max(0, trial.items.length - 100) })}</p>
          )}
        </>
      )}
    </div>
  );
}
