import type { ReactNode } from 'react';
import { useSearchValues } from '../../app/search-values.ts';
import { text, useSay } from '../../app/words.ts';
import { Lists } from '../../parts/desk/lists.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { Comparison } from './comparison.tsx';

const W = {
  compare: text('归类比照', 'Compared with the scheme'),
  lists: text('整理调整清册', 'Lists of adjustments'),
};

export default function ArrangementPage(): ReactNode {
  const say = useSay();
  const { values, set } = useSearchValues();
  return (
    <div className="stack">
      <Tabs
        active={values.tab ?? 'compare'}
        choose={(tab) => set({ tab, after: undefined, before: undefined, id: undefined })}
        tabs={[
          { key: 'compare', label: say(W.compare), children: <Comparison /> },
          { key: 'lists', label: say(W.lists), children: <Lists kinds={['rearrange']} /> },
        ]}
      />
    </div>
  );
}
