import { Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { text, useSay } from '../../app/words.ts';
import { ChosenCases } from '../../parts/chosen-cases.tsx';
import { ErrorBox } from '../../parts/error-box.tsx';
import { List } from '../../parts/list.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { named, STAGES, toneOf, WAITS_FOR } from '../../parts/stages.ts';
import { Star, useFavourites } from '../../parts/star.tsx';
import { Since, Time } from '../../parts/time.tsx';
import { Waiting } from '../../parts/waiting.tsx';

const W = {
  caption: text('我的收藏', 'Marked cases'),
  case: text('办件', 'Case'),
  stage: text('状态', 'State'),
  waits: text('等待', 'Waits for'),
  since: text('已等待', 'For'),
  accepted: text('受理时间', 'Accepted'),
  code: text('档号', 'Reference code'),
  none: text('还没有收藏', 'Nothing is marked yet'),
  how: text(
    '在“办件查询”里点星标，或选中多件后一并收藏；只有本人可见。',
    'Press the star beside a case under “Cases”, or choose several and mark them at once. You alone see them.',
  ),
};

/** Cases somebody keeps an eye on, wherever they stand. */
export default function FavouritesPage(): ReactNode {
  const say = useSay();
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const { data, error, refetch } = useFavourites();
  return (
    <div className="panel stack">
      <ChosenCases chosen={chosen} clear={() => choose(new Set())} />
      {error && <ErrorBox error={error} again={() => void refetch()} />}
      {data === undefined && !error && <Waiting />}
      {data?.rows.length === 0 && <Nothing what={say(W.none)} how={say(W.how)} />}
      {data !== undefined && data.rows.length > 0 && (
        <List
          caption={say(W.caption)}
          rows={data.rows}
          keyOf={(row) => row.case}
          choosing={{ chosen, change: choose }}
          columns={[
            {
              title: say(W.case),
              cell: (row) => (
                <div className="matter">
                  <Link to={`/cases/${row.case}`}>{row.matter}</Link> <Star number={row.case} />{' '}
                  <small className="quiet">{row.department}</small>
                  <div className="mono quiet">{row.case}</div>
                </div>
              ),
            },
            {
              title: say(W.stage),
              cell: (row) => <Tag color={toneOf(row.stage)}>{say(named(STAGES, row.stage))}</Tag>,
            },
            { title: say(W.waits), cell: (row) => say(named(WAITS_FOR, row.waitsFor)) },
            { title: say(W.since), cell: (row) => <Since at={row.stageAt} /> },
            { title: say(W.accepted), cell: (row) => <Time at={row.acceptedAt} /> },
            { title: say(W.code), cell: (row) => <span className="mono code">{row.referenceCode ?? '—'}</span> },
          ]}
        />
      )}
    </div>
  );
}
