import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { WholeList } from '../../../../src/api/desk.ts';
import { ask, tell } from '../../app/ask.ts';
import { useMe } from '../../app/session.tsx';
import { useKept } from '../../app/use-kept.ts';
import { text, useLanguage, useSay } from '../../app/words.ts';
import { ErrorBox } from '../error-box.tsx';
import { KeptNote } from '../kept-note.tsx';
import { List } from '../list.tsx';
import { retentionText } from '../stages.ts';
import { shownDay, Time } from '../time.tsx';
import { Waiting } from '../waiting.tsx';
import { LIST_TITLES, STATES } from './words.ts';

const W = {
  reason: text('理由', 'Reason'),
  retention: text('续存期限', 'Kept on for'),
  receiver: text('接收单位', 'Receiving archives'),
  rule: text('调整规则', 'Rule'),
  scheme: text('依据方案', 'Scheme'),
  proposed: text('提出', 'Proposed'),
  decided: text('决定', 'Decided'),
  opinion: text('意见', 'Opinion'),
  amount: text('数量', 'Amount'),
  amounts: text('{items} 件，{files} 个文件，{bytes} 字节', '{items} packages, {files} files, {bytes} bytes'),
  digest: text('清册摘要（SHA-256）', 'SHA-256 of the list'),
  records: text('决定记录', 'Records'),
  recorded: text('{n}/{items} 件已在 case.decisions', '{n} of {items} lie in case.decisions'),
  pdf: text('打印清册 PDF', 'Print the list (PDF)'),
  xlsx: text('导出 XLSX', 'Export XLSX'),
  packages: text('档案', 'Packages'),
  package: text('档案', 'Package'),
  term: text('保管期限', 'Retention'),
  ends: text('期满', 'Ends'),
  until: text('续存至', 'Kept until'),
  was: text('原类别', 'Was'),
  series: text('调整为', 'From now on'),
  forEver: text('永久', 'for ever'),
  own: text('您提出的清册须由另一人批准。', 'You proposed this list: somebody else has to approve it.'),
  say: text('审批意见（永久保存，印入清册）', 'Opinion (kept for ever, printed on the list)'),
  withdrawWhy: text('撤回原因', 'Why it is withdrawn'),
  approve: text('批准', 'Approve'),
  reject: text('不予批准', 'Reject'),
  withdraw: text('撤回', 'Withdraw'),
};

/** A list with its packages, and what can be done with it. */
export function ListSheet({ id }: { readonly id: string }): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { data, error } = useQuery({
    queryKey: ['desk', 'list', id],
    queryFn: ({ signal }) => ask<WholeList>(`/api/desk/lists/${id}`, signal),
  });
  if (error) return <ErrorBox error={error} />;
  if (data === undefined) return <Waiting />;
  const { kind, state } = data;
  const day = (time: string | null): string => (time === null ? say(W.forEver) : shownDay(time));
  return (
    <div className="stack">
      <div className="row">
        <strong>{say(LIST_TITLES[kind])}</strong>
        <Tag color={STATES[state].tone}>{say(STATES[state].name)}</Tag>
        <Button href={`/api/desk/lists/${id}/list.pdf`} target="_blank" rel="noreferrer">
          {say(W.pdf)}
        </Button>
        <Button href={`/api/desk/lists/${id}/list.xlsx?language=${language}`}>{say(W.xlsx)}</Button>
      </div>
      <dl className="facts">
        <dt>{say(W.reason)}</dt>
        <dd>{data.reason}</dd>
        {data.retention !== null && <Pair name={say(W.retention)}>{say(retentionText(data.retention))}</Pair>}
        {data.receiver !== null && <Pair name={say(W.receiver)}>{data.receiver}</Pair>}
        {data.rule !== null && <Pair name={say(W.rule)}>{data.rule}</Pair>}
        {data.scheme !== null && <Pair name={say(W.scheme)}>{`${data.scheme.id}@${data.scheme.version}`}</Pair>}
        <Pair name={say(W.amount)}>{say(W.amounts, { items: data.items, files: data.files, bytes: data.bytes })}</Pair>
        <Pair name={say(W.proposed)}>
          {data.proposedBy} <Time at={data.proposedAt} />
        </Pair>
        {data.decidedBy !== null && (
          <Pair name={say(W.decided)}>
            {data.decidedBy} <Time at={data.decidedAt} /> {data.opinion}
          </Pair>
        )}
        {state === 'approved' && (
          <Pair name={say(W.records)}>{say(W.recorded, { n: data.recorded, items: data.items })}</Pair>
        )}
        <dt>{say(W.digest)}</dt>
        <dd className="mono">{data.digest}</dd>
      </dl>
      {state === 'proposed' && <Deciding list={data} />}
      <List
        caption={say(W.packages)}
        rows={data.packages}
        keyOf={(row) => row.case}
        columns={[
          {
            title: say(W.package),
            cell: (row) => (
              <div className="matter">
                <Link to={`/cases/${row.case}?tab=archive`}>{row.matter}</Link>{' '}
                <small className="quiet">{row.department}</small>
                <div className="mono quiet">{row.referenceCode}</div>
              </div>
            ),
          },
          { title: say(W.term), cell: (row) => say(retentionText(row.retention)) },
          { title: say(W.ends), cell: (row) => <span className="day">{day(row.endsAt)}</span> },
          ...(kind === 'prolong'
            ? [{ title: say(W.until), cell: (row: WholeList['packages'][number]) => day(row.until) }]
            : []),
          ...(kind === 'rearrange'
            ? [
                {
                  title: say(W.was),
                  cell: (row: WholeList['packages'][number]) => <span className="mono">{row.was}</span>,
                },
                {
                  title: say(W.series),
                  cell: (row: WholeList['packages'][number]) => <span className="mono">{row.series}</span>,
                },
              ]
            : []),
        ]}
      />
    </div>
  );
}

const Pair = ({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

/** Whoever proposed it may withdraw it; whoever may approve, and did not propose it, decides. What is typed stays until it was taken. */
function Deciding({ list }: { readonly list: WholeList }): ReactNode {
  const say = useSay();
  const { account, may } = useMe();
  const queries = useQueryClient();
  const mine = list.proposedBy === account;
  const form = useKept(`desk.list.${list.id}`, { opinion: '' });
  const [error, fail] = useState<unknown>();
  if (!mine && may['desk.approve'] === undefined) return null;
  const words = form.value.opinion.trim();
  const send = async (path: string, body: object): Promise<void> => {
    try {
      await tell('POST', `/api/desk/lists/${list.id}/${path}`, body);
      form.forget();
      await queries.invalidateQueries();
    } catch (failure) {
      fail(failure);
    }
  };
  return (
    <section className="stack">
      {mine && may['desk.approve'] !== undefined && <Alert type="info" showIcon title={say(W.own)} />}
      <KeptNote {...form} />
      <label htmlFor="desk-opinion">{say(mine ? W.withdrawWhy : W.say)}</label>
      <Input.TextArea
        id="desk-opinion"
        rows={2}
        maxLength={500}
        value={form.value.opinion}
        onChange={({ target }) => form.set({ opinion: target.value })}
      />
      {error !== undefined && <ErrorBox error={error} />}
      <div className="row">
        {mine ? (
          <Button danger disabled={words.length < 2} onClick={() => void send('withdrawal', { reason: words })}>
            {say(W.withdraw)}
          </Button>
        ) : (
          <>
            <Button
              type="primary"
              disabled={words.length < 2}
              onClick={() => void send('decision', { verdict: 'approved', opinion: words })}
            >
              {say(W.approve)}
            </Button>
            <Button
              danger
              disabled={words.length < 2}
              onClick={() => void send('decision', { verdict: 'rejected', opinion: words })}
            >
              {say(W.reject)}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}
