import type { ReactNode } from 'react';
import { useSearchValues } from '../../app/search-values.ts';
import { text, useSay } from '../../app/words.ts';
import { Lists } from '../../parts/desk/lists.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { DueAtArchives } from './due.tsx';
import { Received } from './received.tsx';

const W = {
  due: text('应移交进馆', 'Due at the archives'),
  lists: text('移交清册', 'Lists handed over'),
  received: text('外来档案接收', 'Received from elsewhere'),
};

export default function TransferPage(): ReactNode {
  const say = useSay();
  const { values, set } = useSearchValues();
  return (
    <div className="stack">
      <Tabs
        active={values.tab ?? 'due'}
        choose={(tab) => set({ tab, after: undefined, before: undefined, id: undefined })}
        tabs={[
          { key: 'due', label: say(W.due), children: <DueAtArchives /> },
          { key: 'lists', label: say(W.lists), children: <Lists kinds={['transfer']} /> },
          { key: 'received', label: say(W.received), children: <Received /> },
        ]}
      />
    </div>
  );
}
