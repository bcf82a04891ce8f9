import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { ask } from '../../../app/ask.ts';
import { keptOf } from '../../../app/kept.ts';
import { useMe } from '../../../app/session.tsx';
import { text, useSay } from '../../../app/words.ts';
import { ErrorBox } from '../../../parts/error-box.tsx';
import { Waiting } from '../../../parts/waiting.tsx';
import { save, useMatters } from '../door.ts';
import { SettingsForm } from '../form/settings-form.tsx';
import type { Content } from '../form/shapes.ts';
import { STATES } from '../names.ts';
import type { Draft, DraftAnswer, Outcomes, Settings } from '../shapes.ts';
import { Changes } from './changes.tsx';
import { DryRun } from './dry-run.tsx';
import { Sources } from './sources.tsx';

const W = {
  matter: text('事项', 'Matter'),
  scheme: text('方案标识', 'Scheme'),
  state: text('状态', 'State'),
  owner: text('编制人', 'Edited by'),
  reviewed: text('复核人', 'Reviewed by'),
  comment: text('复核意见', 'Comment'),
  whole: text('可以发布：没有需要修改的内容。', 'Complete: nothing has to be mended.'),
  faults: text('发布前须修改 {n} 处', '{n} things to mend before it can be published'),
  edit: text('填写方案', 'Fill in'),
  close: text('收起', 'Close the form'),
  submit: text('送审', 'Hand over'),
  discard: text('放弃', 'Throw away'),
  saved: text('已保存', 'Saved'),
};

export default function DraftPage(): ReactNode {
  const say = useSay();
  const me = useMe();
  const { id } = useParams();
  const queries = useQueryClient();
  const matters = useMatters().data;
  const [editing, edit] = useState(() => keptOf(window.localStorage, me.account, `draft.${id}`) !== undefined);
  const [failure, fail] = useState<unknown>();
  const { data, error } = useQuery({
    queryKey: ['draft', id],
    // Two editors of one draft see one another's saving while they type.
    refetchInterval: 15_000,
    queryFn: ({ signal }) => ask<DraftAnswer>(`/registry/v1/drafts/${id}`, signal),
  });
  if (error) return <ErrorBox error={error} />;
  if (data === undefined) return <Waiting />;
  const { draft, resolved } = data;
  const isOpen = !['published', 'publishing', 'discarded'].includes(draft.state);
  const mayEdit = isOpen && me.may['draft.edit'] !== undefined;
  const again = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: ['draft', id] });
    await queries.invalidateQueries({ queryKey: ['drafts'] });
  };
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      fail(undefined);
      await again();
      return true;
    } catch (problem) {
      fail(problem);
      return false;
    }
  };
  const keep = (content: Settings): Promise<boolean> =>
    attempt(() => save<Draft>('PUT', `/drafts/${id}`, { content }, { csrf: me.csrf, version: draft.version }));
  const saveForm = async (content: Content, version: number): Promise<void> => {
    try {
      await save<Draft>('PUT', `/drafts/${id}`, { content }, { csrf: me.csrf, version });
    } finally {
      // Also where somebody else was first: what he saved is asked for, to be compared.
      await again();
    }
  };
  const submit = (): Promise<boolean> =>
    attempt(async () => {
      const { items } = await save<Outcomes>('POST', '/drafts/submissions', { ids: [id] }, { csrf: me.csrf });
      if (items[0]?.done === false) throw new Error(items[0].message ?? '');
    });
  return (
    <div className="stack">
      <div className="panel stack">
        <dl className="facts across">
          <dt>{say(W.matter)}</dt>
          <dd>
            {matters?.get(draft.matter)?.name ?? ''} <span className="mono quiet">{draft.matter}</span>
          </dd>
          <dt>{say(W.scheme)}</dt>
          <dd className="mono">
            {draft.baseVersion === null ? (
              draft.schemeId
            ) : (
              <Link to={`/schemes/${draft.schemeId}`}>{draft.schemeId}</Link>
            )}
          </dd>
          <dt>{say(W.state)}</dt>
          <dd>
            <Tag>{say(STATES[draft.state] ?? text(draft.state, draft.state))}</Tag>
          </dd>
          <dt>{say(W.owner)}</dt>
          <dd>{draft.owner}</dd>
          {draft.reviewedBy !== null && (
            <>
              <dt>{say(W.reviewed)}</dt>
              <dd>{draft.reviewedBy}</dd>
            </>
          )}
          {draft.comment !== '' && (
            <>
              <dt>{say(W.comment)}</dt>
              <dd>{draft.comment}</dd>
            </>
          )}
        </dl>
        {failure !== undefined && <ErrorBox error={failure} />}
        {resolved.faults.length === 0 ? (
          <Alert type="success" showIcon title={say(W.whole)} />
        ) : (
          <Alert
            type="warning"
            showIcon
            title={say(W.faults, { n: resolved.faults.length })}
            description={
              <ul>
                {resolved.faults.map(({ field, rule, message }) => (
                  <li key={`${field}${rule}${message}`}>
                    <code>{field}</code> {message}
                  </li>
                ))}
              </ul>
            }
          />
        )}
        {mayEdit && (
          <div className="row">
            <Button onClick={() => edit(!editing)}>{say(editing ? W.close : W.edit)}</Button>
            <Button
              type="primary"
              disabled={draft.state !== 'drafted' || resolved.faults.length > 0}
              onClick={() => void submit()}
            >
              {say(W.submit)}
            </Button>
            <Button
              danger
              onClick={() =>
                void attempt(() =>
                  save('DELETE', `/drafts/${id}`, undefined, { csrf: me.csrf, version: draft.version }),
                )
              }
            >
              {say(W.discard)}
            </Button>
          </div>
        )}
      </div>
      {mayEdit && editing && (
        <div className="panel">
          <SettingsForm
            key={draft.id}
            name={`draft.${draft.id}`}
            saved={{ content: draft.content as Content, version: draft.version, changedBy: draft.changedBy }}
            sources={resolved.sources}
            forDraft
            save={saveForm}
          />
        </div>
      )}
      <Sources
        sources={resolved.sources}
        scheme={resolved.scheme}
        content={draft.content}
        keep={mayEdit ? keep : undefined}
      />
      <Changes draft={draft} complete={resolved.scheme !== null} />
      <DryRun draft={draft} complete={resolved.scheme !== null} />
    </div>
  );
}
