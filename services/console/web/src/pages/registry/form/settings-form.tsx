import { Alert, Button } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { Refused } from '../../../app/ask.ts';
import { drop, keep, keptOf } from '../../../app/kept.ts';
import { useMe } from '../../../app/session.tsx';
import { text, useLanguage, useSay } from '../../../app/words.ts';
import { ErrorBox } from '../../../parts/error-box.tsx';
import { KeptNote } from '../../../parts/kept-note.tsx';
import { Tabs } from '../../../parts/tabs.tsx';
import type { Source } from '../shapes.ts';
import { FaultsContext, halfOf } from './asked.tsx';
import { Basics } from './basics.tsx';
import { CheckRules } from './check.tsx';
import { CopyFrom } from './copy-from.tsx';
import { Elements } from './elements.tsx';
import { Filing, Steps } from './filing.tsx';
import { Materials } from './materials.tsx';
import { type Content, type Fault, placeOf } from './shapes.ts';
import { tabOf } from './tab-of.ts';

const W = {
  about: text(
    '只填写本级与上级不同的内容，不填即沿用上级。所填内容随时存于本机浏览器，会话中断也不丢失。',
    'Say only what is otherwise than above; what is left empty is taken from there. What is typed is kept in this browser until it is saved, also where the session ends.',
  ),
  older: text(
    '此后他人已保存第 {n} 版；直接保存会覆盖其改动，请先比较。',
    'Somebody has saved version {n} since; saving this now would cover it, please compare first.',
  ),
  moved: text('{who} 刚刚保存了第 {n} 版。', '{who} has just saved version {n}.'),
  theirs: text('采用已保存的内容，放弃我的', 'Take what is saved, give up mine'),
  mine: text('以我的为准，覆盖其改动', 'Keep mine, cover the other'),
  which: text('与已保存内容不同的项：', 'Otherwise than what is saved:'),
  save: text('保存', 'Save'),
  unsaved: text('有未保存的修改', 'not saved yet'),
  basics: text('基本', 'Basics'),
  items: text('归档范围', 'Materials'),
  steps: text('办理环节', 'Steps'),
  filing: text('类目与档号', 'Class and code'),
  elements: text('元数据', 'Metadata'),
  check: text('检测方案', 'Check'),
};

/** What is saved now, and by whom. */
export interface Saved {
  readonly content: Content;
  readonly version: number;
  readonly changedBy: string | null;
}

/** One level's settings as a form: a city's or department's defaults, a template, or a matter's draft. */
export function SettingsForm({
  name,
  saved,
  sources = [],
  forDraft = false,
  save,
}: {
  /** Under which what is typed is kept. */
  readonly name: string;
  readonly saved: Saved;
  readonly sources?: readonly Source[];
  readonly forDraft?: boolean;
  /** Saves over the version named. @throws Refused */
  readonly save: (content: Content, over: number) => Promise<unknown>;
}): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { account } = useMe();
  const shelf = window.localStorage;
  const [found] = useState(() => keptOf<Content>(shelf, account, name));
  const [content, set] = useState<Content>(found?.content ?? saved.content);
  const [over, coverFrom] = useState(found?.over ?? saved.version);
  const [touched, touch] = useState(found !== undefined);
  const [isKept, keeps] = useState(true);
  const [tab, choose] = useState('basics');
  const [working, work] = useState(false);
  const [error, fail] = useState<unknown>();
  // Somebody who has typed nothing yet sees what others save.
  useEffect(() => {
    if (touched) return;
    set(saved.content);
    coverFrom(saved.version);
  }, [saved, touched]);
  const change = (next: Content): void => {
    set(next);
    touch(true);
    keeps(keep(shelf, account, name, { content: next, over, at: new Date().toISOString() }));
  };
  const forget = (): void => {
    drop(shelf, account, name);
    touch(false);
    fail(undefined);
  };
  const submit = async (): Promise<void> => {
    work(true);
    try {
      await save(content, over);
      forget();
    } catch (failure) {
      fail(failure);
      const first = failure instanceof Refused ? failure.faults[0] : undefined;
      if (first) choose(tabOf(first.field));
    } finally {
      work(false);
    }
  };
  const faults: readonly Fault[] = error instanceof Refused ? error.faults : [];
  const moved = touched && saved.version !== over;
  const part = { content, change };
  return (
    <FaultsContext value={faults}>
      <form
        className="stack settings"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className="quiet">{say(W.about)}</p>
        <KeptNote found={touched ? found?.at : undefined} isKept={isKept} />
        {moved && (
          <Alert
            type="warning"
            showIcon
            title={say(W.moved, { who: saved.changedBy ?? 'registry', n: saved.version })}
            description={
              <div className="stack">
                <div>{say(W.older, { n: saved.version })}</div>
                <div>
                  {say(W.which)} <code>{otherwise(content, saved.content).join(' ')}</code>
                </div>
                <div className="row">
                  <Button onClick={forget}>{say(W.theirs)}</Button>
                  <Button
                    danger
                    onClick={() => {
                      coverFrom(saved.version);
                      keep(shelf, account, name, { content, over: saved.version, at: new Date().toISOString() });
                      fail(undefined);
                    }}
                  >
                    {say(W.mine)}
                  </Button>
                </div>
              </div>
            }
          />
        )}
        {error !== undefined && faults.length === 0 && <ErrorBox error={error} />}
        {faults.length > 0 && (
          <Alert
            type="error"
            showIcon
            title={halfOf((error as Refused).message, language)}
            description={
              <ul>
                {faults.map(({ field, rule, message }) => (
                  <li key={`${field}${rule}${message}`}>
                    <Button type="link" size="small" onClick={() => choose(tabOf(field))}>
                      {placeOf(field)}
                    </Button>
                    {halfOf(message, language)} <code>{rule}</code>
                  </li>
                ))}
              </ul>
            }
          />
        )}
        <Tabs
          active={tab}
          choose={choose}
          tabs={[
            {
              key: 'basics',
              label: say(W.basics),
              children: <Basics {...part} sources={sources} forDraft={forDraft} />,
            },
            { key: 'items', label: say(W.items), children: <Materials {...part} /> },
            { key: 'steps', label: say(W.steps), children: <Steps {...part} /> },
            { key: 'filing', label: say(W.filing), children: <Filing {...part} /> },
            { key: 'elements', label: say(W.elements), children: <Elements {...part} /> },
            { key: 'check', label: say(W.check), children: <CheckRules {...part} /> },
          ]}
        />
        <CopyFrom name={name} tab={tab} content={content} change={change} />
        <div className="row">
          <Button type="primary" htmlType="submit" loading={working} disabled={moved}>
            {say(W.save)}
          </Button>
          {touched && <span className="quiet">{say(W.unsaved)}</span>}
        </div>
      </form>
    </FaultsContext>
  );
}

/** Fields of which two settings say something else. */
function otherwise(mine: Content, theirs: Content): string[] {
  const fields = new Set([...Object.keys(mine), ...Object.keys(theirs)]) as ReadonlySet<keyof Content>;
  return [...fields].filter((field) => JSON.stringify(mine[field]) !== JSON.stringify(theirs[field])).sort();
}
