import type { ReactNode } from 'react';
import { useSearchValues } from '../../app/search-values.ts';
import { text, useSay } from '../../app/words.ts';
import { Lists } from '../../parts/desk/lists.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { DueForAppraisal } from './due.tsx';

const W = {
  due: text('到期档案', 'At the end of retention'),
  lists: text('续存与销毁清册', 'Lists: kept on, destroyed'),
};

export default function DisposalPage(): ReactNode {
  const say = useSay();
  const { values, set } = useSearchValues();
  return (
    <div className="stack">
      <Tabs
        active={values.tab ?? 'due'}
        choose={(tab) => set({ tab, after: undefined, before: undefined, id: undefined })}
        tabs={[
          { key: 'due', label: say(W.due), children: <DueForAppraisal /> },
          { key: 'lists', label: say(W.lists), children: <Lists kinds={['prolong', 'destroy']} /> },
        ]}
      />
    </div>
  );
}
