import type { ReactNode } from 'react';
import type { CasePage } from '../../../../src/api/cases.ts';
import type { DecidedState } from '../../../../src/api/desk.ts';
import { text, useSay } from '../../app/words.ts';
import { KINDS } from '../../parts/desk/words.ts';
import { List } from '../../parts/list.tsx';
import { retentionText } from '../../parts/stages.ts';
import { shownDay, Time } from '../../parts/time.tsx';

const W = {
  title: text('鉴定处置与整理调整', 'What was decided about it'),
  how: text(
    '归档信息包不因此改变，决定另行记录在包外。',
    'The package is as it was archived; what was decided stands beside it.',
  ),
  counts: text('现归类', 'Counts under'),
  ends: text('现保管期限届满', 'Retention ends'),
  forEver: text('永久', 'for ever'),
  what: text('决定', 'Decision'),
  at: text('时间', 'When'),
  who: text('提出 / 批准', 'Proposed / approved by'),
  why: text('理由 / 意见', 'Reason / opinion'),
  lies: text('记录位置', 'Where it lies'),
};

/** What two persons decided about the package, each a record of case.decisions. */
export function Decided({ page }: { readonly page: CasePage }): ReactNode {
  const say = useSay();
  const more = ({ retention, receiver, series }: DecidedState): string =>
    retention !== null ? say(retentionText(retention)) : (receiver ?? series ?? '');
  return (
    <section className="panel">
      <h2>{say(W.title)}</h2>
      <p className="quiet">{say(W.how)}</p>
      <dl className="facts">
        {page.series !== null && (
          <>
            <dt>{say(W.counts)}</dt>
            <dd className="mono">{page.series}</dd>
          </>
        )}
        <dt>{say(W.ends)}</dt>
        <dd>{page.endsAt === null ? say(W.forEver) : shownDay(page.endsAt)}</dd>
      </dl>
      <List
        caption={say(W.title)}
        rows={page.decided}
        keyOf={({ list, action }) => `${list}${action}`}
        columns={[
          { title: say(W.what), cell: (row) => `${say(KINDS[row.action])} ${more(row)}` },
          { title: say(W.at), cell: (row) => <Time at={row.at} /> },
          { title: say(W.who), cell: (row) => `${row.proposedBy} / ${row.by}` },
          { title: say(W.why), cell: (row) => `${row.reason} / ${row.opinion}` },
          {
            title: say(W.lies),
            cell: ({ lies }) => <span className="mono">{`${lies.topic}-${lies.partition} @ ${lies.offset}`}</span>,
          },
        ]}
      />
    </section>
  );
}
