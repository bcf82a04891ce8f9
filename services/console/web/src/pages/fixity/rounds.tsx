import { Button, Progress } from 'antd';
import type { ReactNode } from 'react';
import type { FixityOverview, FixityRound, FixityState } from '../../../../src/api/fixity.ts';
import { text, useSay } from '../../app/words.ts';
import { List } from '../../parts/list.tsx';
import { shownDay, Time } from '../../parts/time.tsx';

const W = {
  standing: text('现状', 'As it stands'),
  held: text('在库', 'Stored'),
  never: text('入库后还未检测', 'Not looked at since stored'),
  due: text('到期应检', 'Due now'),
  overdue: text('逾期未检', 'Overdue'),
  soon: text('30 天内到期', 'Due within 30 days'),
  damaged: text('受损', 'Damaged'),
  attention: text('须关注', 'Attention'),
  next: text('下一件到期', 'Next due'),
  last: text('最近一次检测', 'Last look'),
  pace: text('进度', 'Pace'),
  paceOf: text('近一日 {day} 件，近七日 {week} 件', '{day} in a day, {week} in seven'),
  packages: text('{n} 件', '{n}'),
  rounds: text('各年度检测', 'Year by year'),
  year: text('年度', 'Year'),
  obliged: text('应检', 'To be looked at'),
  answered: text('应检已检', 'of them looked at'),
  inspected: text('已检', 'Looked at'),
  heldAtEnd: text('在库', 'Stored'),
  period: text('起止', 'From, to'),
  perDay: text('每日', 'A day'),
  done: text('{year} 年度应检 {obliged} 件，已检 {answered} 件', '{year}: {answered} of {obliged} looked at'),
};

const share = ({ obliged, answered }: FixityRound): number =>
  obliged === 0 ? 100 : Math.floor((100 * answered) / obliged);

/** How the rounds stand now, and what those of every year came to. */
export function RoundsPanel({
  overview,
  choose,
}: {
  readonly overview: FixityOverview;
  readonly choose: (state: FixityState) => void;
}): ReactNode {
  const say = useSay();
  const { rounds } = overview;
  const counts = [
    [W.overdue, overview.overdue, 'overdue'],
    [W.due, overview.due, 'due'],
    [W.damaged, overview.damaged, 'faulty'],
    [W.attention, overview.attention, 'faulty'],
  ] as const;
  return (
    <div className="grid wide-grid">
      <section className="panel">
        <h2>{say(W.standing)}</h2>
        <dl className="facts">
          <dt>{say(W.held)}</dt>
          <dd>{say(W.packages, { n: overview.held })}</dd>
          {counts.map(([name, n, state]) => (
            <Count key={name.en} name={say(name)} n={n} choose={() => choose(state)} />
          ))}
          <dt>{say(W.soon)}</dt>
          <dd>{say(W.packages, { n: overview.soon })}</dd>
          <dt>{say(W.never)}</dt>
          <dd>{say(W.packages, { n: overview.never })}</dd>
          <dt>{say(W.next)}</dt>
          <dd>
            <Time at={overview.nextDue} />
          </dd>
          <dt>{say(W.last)}</dt>
          <dd>
            <Time at={overview.lastLook} />
          </dd>
          <dt>{say(W.pace)}</dt>
          <dd>{say(W.paceOf, { day: overview.looksOfDay, week: overview.looksOfWeek })}</dd>
        </dl>
      </section>
      <section className="panel stack">
        <h2>{say(W.rounds)}</h2>
        {rounds[0] !== undefined && rounds[0].obliged > 0 && <Done round={rounds[0]} />}
        <List
          caption={say(W.rounds)}
          rows={rounds}
          keyOf={({ year }) => String(year)}
          columns={[
            { title: say(W.year), cell: ({ year }) => year },
            { title: say(W.heldAtEnd), numeric: true, cell: ({ held }) => held },
            { title: say(W.obliged), numeric: true, cell: ({ obliged }) => obliged },
            { title: say(W.answered), numeric: true, cell: ({ answered }) => answered },
            { title: say(W.inspected), numeric: true, cell: ({ inspected }) => inspected },
            { title: say(W.attention), numeric: true, cell: ({ attention }) => attention },
            { title: say(W.damaged), numeric: true, cell: ({ damaged }) => damaged },
            {
              title: say(W.period),
              cell: ({ first, last }) =>
                first && last ? (
                  <>
                    <span className="day">{shownDay(first)}</span> – <span className="day">{shownDay(last)}</span>
                  </>
                ) : (
                  '—'
                ),
            },
            { title: say(W.perDay), numeric: true, cell: ({ perDay }) => perDay ?? '—' },
          ]}
        />
      </section>
    </div>
  );
}

function Done({ round }: { readonly round: FixityRound }): ReactNode {
  const say = useSay();
  const { year, obliged, answered } = round;
  const words = say(W.done, { year, obliged, answered });
  return (
    <div>
      <span>{words}</span>
      <Progress percent={share(round)} aria-label={words} />
    </div>
  );
}

/** A number that leads to the packages it counts, where there are any. */
const Count = ({
  name,
  n,
  choose,
}: {
  readonly name: string;
  readonly n: number;
  readonly choose: () => void;
}): ReactNode => {
  const say = useSay();
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {n === 0 ? (
          say(W.packages, { n })
        ) : (
          <Button type="link" size="small" className="inline" onClick={choose}>
            {say(W.packages, { n })}
          </Button>
        )}
      </dd>
    </>
  );
};
