import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useSearchValues } from '../../app/search-values.ts';
import { text, useSay } from '../../app/words.ts';
import { DueList } from '../../parts/desk/due-list.tsx';

const W = {
  intro: text(
    '永久保管的电子档案自形成起 5 年内移交（GB/T 18894-2016 10.3.1），30 年的按接收单位要求一并移交。选择档案后提出移交清册，附信息包摘要，由另一人批准；接收单位据清册和信息包自带的证据核验。',
    'What is kept for ever is handed over within five years (GB/T 18894-2016 10.3.1), what is kept for thirty years as the archives ask. Choose packages and propose a list with their digests; somebody else approves. The archives check it by the list and by the evidence in each package.',
  ),
  closed: text('办结时间', 'Closed'),
  years: text('办结满 {n} 年', '{n} years ago or earlier'),
  any: text('办结即列入', 'at any time'),
  kept: text('保管期限', 'Kept'),
  keptFor: text('{n} 年以上及永久', '{n} years or more, and for ever'),
  none: text('没有应移交的档案', 'Nothing is due at the archives'),
  how: text(
    '长期保管的档案办结满年限后出现在这里；可缩短年限提前准备。',
    'Packages kept for long appear here years after their closing; ask for fewer years to prepare early.',
  ),
};

/** 移交清单: packages that are to be handed to the comprehensive archives. */
export function DueAtArchives(): ReactNode {
  const say = useSay();
  const { values, set } = useSearchValues();
  return (
    <DueList
      door="transfers"
      words={{ intro: W.intro, none: W.none, how: W.how }}
      kinds={['transfer']}
      narrowing={
        <>
          <Select
            className="choice"
            aria-label={say(W.closed)}
            value={values.closed ?? '5'}
            onChange={(closed: string) => set({ closed })}
            options={[0, 1, 2, 3, 4, 5, 10].map((n) => ({
              value: String(n),
              label: n === 0 ? say(W.any) : say(W.years, { n }),
            }))}
          />
          <Select
            className="choice wide"
            aria-label={say(W.kept)}
            value={values.kept ?? '30'}
            onChange={(kept: string) => set({ kept })}
            options={[10, 30, 100].map((n) => ({ value: String(n), label: say(W.keptFor, { n }) }))}
          />
        </>
      }
    />
  );
}
