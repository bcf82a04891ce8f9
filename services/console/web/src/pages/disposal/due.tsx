import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useSearchValues } from '../../app/search-values.ts';
import { text, useSay } from '../../app/words.ts';
import { DueList } from '../../parts/desk/due-list.tsx';

const W = {
  intro: text(
    '保管期限自办结年度次年起算，届满前后应鉴定：仍有价值的续存，没有价值的销毁。选择档案后提出，由另一人批准。',
    'Retention runs from the end of the year of closing. What comes to its end is appraised: kept on, or destroyed. Choose packages and propose it; somebody else approves.',
  ),
  months: text('届满', 'Ends'),
  over: text('已届满', 'It is over'),
  within: text('{n} 个月内届满', 'within {n} months'),
  withinYears: text('{n} 年内届满', 'within {n} years'),
  none: text('没有此期间届满的档案', 'No retention ends within that time'),
  how: text(
    '定期保管的档案在届满前出现在这里；可放宽届满时间。永久保管的不在其列。',
    'Packages kept for a term appear here before it ends; ask for a longer time. What is kept for ever does not.',
  ),
};
const MONTHS = [0, 12, 36, 120, 144, 372];

/** 到期鉴定清单: packages whose retention is over or soon will be. */
export function DueForAppraisal(): ReactNode {
  const say = useSay();
  const { values, set } = useSearchValues();
  const words = (n: number): string =>
    n === 0 ? say(W.over) : n < 24 ? say(W.within, { n }) : say(W.withinYears, { n: n / 12 });
  return (
    <DueList
      door="disposal"
      words={{ intro: W.intro, none: W.none, how: W.how }}
      kinds={['prolong', 'destroy']}
      narrowing={
        <Select
          className="choice"
          aria-label={say(W.months)}
          value={values.months ?? '12'}
          onChange={(months: string) => set({ months })}
          options={MONTHS.map((n) => ({ value: String(n), label: words(n) }))}
        />
      }
    />
  );
}
