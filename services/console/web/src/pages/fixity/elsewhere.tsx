import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { FixityElsewhere } from '../../../../src/api/fixity.ts';
import { useMe } from '../../app/session.tsx';
import { text, useSay } from '../../app/words.ts';
import { LOOKS } from '../../parts/looks.ts';
import { Time } from '../../parts/time.tsx';

const W = {
  title: text('外来档案', 'Packages from elsewhere'),
  stands: text(
    '在库 {held} 个（不计入上面各数），逾期未检 {overdue} 个，受损 {damaged} 个，须关注 {attention} 个。',
    '{held} stored, which the numbers above leave out: {overdue} overdue, {damaged} damaged, {attention} for attention.',
  ),
  all: text('查看外来档案接收', 'See what was received'),
};

/** How packages from elsewhere stand: they are of no department, and in no list of packages below. */
export function Elsewhere({ stands }: { readonly stands: FixityElsewhere }): ReactNode {
  const say = useSay();
  const me = useMe();
  const { held, overdue, damaged, attention, ill } = stands;
  return (
    <section className="panel stack">
      <h2>{say(W.title)}</h2>
      <p>
        {say(W.stands, { held, overdue, damaged, attention })}{' '}
        {me.may['desk.read'] === 'city' && <Link to="/transfer?tab=received">{say(W.all)}</Link>}
      </p>
      {ill.length > 0 && (
        <ul className="plain">
          {ill.map(({ number, at, outcome, damaged: places }) => (
            <li key={number}>
              <Tag color={LOOKS[outcome][1]}>{say(LOOKS[outcome][0])}</Tag> <span className="mono">{number}</span>{' '}
              {places.length > 0 && <span className="bad">{places.join(', ')}</span>} <Time at={at} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
