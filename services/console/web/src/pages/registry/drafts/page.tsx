import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Input, Select, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { ask } from '../../../app/ask.ts';
import { useSearchValues } from '../../../app/search-values.ts';
import { useMe } from '../../../app/session.tsx';
import { useKept } from '../../../app/use-kept.ts';
import { text, useLanguage, useSay } from '../../../app/words.ts';
import { ErrorBox } from '../../../parts/error-box.tsx';
import { KeptNote } from '../../../parts/kept-note.tsx';
import { List } from '../../../parts/list.tsx';
import { Nothing } from '../../../parts/nothing.tsx';
import { Time } from '../../../parts/time.tsx';
import { Waiting } from '../../../parts/waiting.tsx';
import { save, useMatters } from '../door.ts';
import { STATES } from '../names.ts';
import type { Draft, Outcomes } from '../shapes.ts';

const W = {
  caption: text('方案草稿', 'Drafts of schemes'),
  state: text('状态', 'State'),
  matter: text('事项', 'Matter'),
  scheme: text('方案', 'Scheme'),
  base: text('依据', 'From'),
  fresh: text('新方案', 'new'),
  version: text('第 {n} 版', 'version {n}'),
  owner: text('编制人', 'Edited by'),
  changed: text('最近修改', 'Last change'),
  choose: text('选择 {name}', 'Choose {name}'),
  chosen: text('已选 {n} 份', '{n} chosen'),
  submit: text('送审', 'Hand over'),
  pass: text('复核通过', 'Pass'),
  return: text('退回', 'Return'),
  publish: text('发布', 'Publish'),
  comment: text('复核意见（退回时必填）', 'Comment (needed to return)'),
  done: text('{n} 份已办', '{n} done'),
  failed: text('{n} 份未办：', '{n} not done:'),
  none: text('没有草稿', 'No drafts'),
  how: text(
    '在“事项”页选择事项，点击“编制方案”开始；送审后由他人复核，复核通过后发布。',
    'Begin one on the page of matters; somebody else reviews it, and then it is published.',
  ),
  next: text('下一页', 'Next page'),
};

type Act = 'submissions' | 'reviews' | 'publications';

export default function DraftsPage(): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const me = useMe();
  const queries = useQueryClient();
  const { values, set } = useSearchValues();
  const matters = useMatters().data;
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const form = useKept('drafts.comment', { comment: '' });
  const { comment } = form.value;
  const [outcome, came] = useState<Outcomes>();
  const [error, fail] = useState<unknown>();
  const query = new URLSearchParams(values).toString();
  const drafts = useQuery({
    queryKey: ['drafts', query],
    queryFn: ({ signal }) =>
      ask<{ items: readonly Draft[]; next: string | null }>(`/registry/v1/drafts?limit=100&${query}`, signal),
  });
  const turn = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    choose(next);
  };
  const act = async (what: Act, more: object): Promise<void> => {
    try {
      came(await save<Outcomes>('POST', `/drafts/${what}`, { ids: [...chosen], ...more }, { csrf: me.csrf }));
      fail(undefined);
      if (what === 'reviews') form.forget();
      choose(new Set());
      await queries.invalidateQueries({ queryKey: ['drafts'] });
    } catch (failure) {
      fail(failure);
    }
  };
  const rows = drafts.data?.items ?? [];
  const said = (message: string | null): string => {
    const [zh, en] = (message ?? '').split(' / ');
    return (language === 'en' ? en : zh) ?? '';
  };
  return (
    <div className="panel stack">
      <search className="row filters">
        <Select
          allowClear
          className="choice"
          placeholder={say(W.state)}
          aria-label={say(W.state)}
          value={values.state ?? null}
          onChange={(state: string | null) => set({ state: state ?? undefined, after: undefined })}
          options={Object.entries(STATES).map(([value, name]) => ({ value, label: say(name) }))}
        />
        <span className="quiet">{say(W.chosen, { n: chosen.size })}</span>
        {me.may['draft.edit'] !== undefined && (
          <Button disabled={chosen.size === 0} onClick={() => void act('submissions', {})}>
            {say(W.submit)}
          </Button>
        )}
        {me.may['draft.review'] !== undefined && (
          <>
            <Input
              className="grow"
              placeholder={say(W.comment)}
              aria-label={say(W.comment)}
              value={comment}
              maxLength={1000}
              onChange={({ target }) => form.set({ comment: target.value })}
            />
            <Button disabled={chosen.size === 0} onClick={() => void act('reviews', { verdict: 'passed', comment })}>
              {say(W.pass)}
            </Button>
            <Button
              disabled={chosen.size === 0 || comment.trim() === ''}
              onClick={() => void act('reviews', { verdict: 'returned', comment })}
            >
              {say(W.return)}
            </Button>
          </>
        )}
        {me.may['draft.publish'] !== undefined && (
          <Button type="primary" disabled={chosen.size === 0} onClick={() => void act('publications', {})}>
            {say(W.publish)}
          </Button>
        )}
      </search>
      <KeptNote {...form} />
      {error !== undefined && <ErrorBox error={error} />}
      {outcome && (
        <Alert
          closable
          type={outcome.done === outcome.items.length ? 'success' : 'warning'}
          title={say(W.done, { n: outcome.done })}
          description={
            outcome.done < outcome.items.length && (
              <>
                {say(W.failed, { n: outcome.items.length - outcome.done })}
                <ul>
                  {outcome.items
                    .filter((one) => !one.done)
                    .slice(0, 20)
                    .map((one) => (
                      <li key={one.id}>
                        <Link to={`/drafts/${one.id}`}>{one.id.slice(0, 8)}</Link> {said(one.message)}
                      </li>
                    ))}
                </ul>
              </>
            )
          }
        />
      )}
      {drafts.error && <ErrorBox error={drafts.error} again={() => void drafts.refetch()} />}
      {drafts.data === undefined && !drafts.error && <Waiting />}
      {drafts.data !== undefined && rows.length === 0 && <Nothing what={say(W.none)} how={say(W.how)} />}
      {rows.length > 0 && (
        <List
          caption={say(W.caption)}
          rows={rows}
          keyOf={({ id }) => id}
          columns={[
            {
              title: '',
              cell: (one) => (
                <Checkbox
                  aria-label={say(W.choose, { name: matters?.get(one.matter)?.name ?? one.matter })}
                  checked={chosen.has(one.id)}
                  onChange={() => turn(one.id)}
                />
              ),
            },
            {
              title: say(W.matter),
              cell: (one) => (
                <>
                  <Link to={`/drafts/${one.id}`}>{matters?.get(one.matter)?.name ?? one.matter}</Link>
                  <div className="mono quiet">{one.matter}</div>
                </>
              ),
            },
            {
              title: say(W.state),
              cell: (one) => (
                <Tag color={toneOf(one.state)}>{say(STATES[one.state] ?? text(one.state, one.state))}</Tag>
              ),
            },
            {
              title: say(W.base),
              cell: (one) =>
                one.publishedVersion !== null ? (
                  <Link to={`/schemes/${one.schemeId}`}>{say(W.version, { n: one.publishedVersion })}</Link>
                ) : one.baseVersion === null ? (
                  say(W.fresh)
                ) : (
                  <Link to={`/schemes/${one.schemeId}`}>{say(W.version, { n: one.baseVersion })}</Link>
                ),
            },
            { title: say(W.owner), cell: (one) => one.owner },
            { title: say(W.changed), cell: (one) => <Time at={one.changedAt} /> },
          ]}
        />
      )}
      {drafts.data?.next && (
        <div>
          <Button onClick={() => set({ after: drafts.data.next ?? undefined })}>{say(W.next)}</Button>
        </div>
      )}
    </div>
  );
}

const toneOf = (state: string): string =>
  ({ drafted: 'processing', submitted: 'warning', reviewed: 'success', published: 'default', discarded: 'default' })[
    state
  ] ?? 'default';
