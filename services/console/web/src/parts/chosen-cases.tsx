import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useMe } from '../app/session.tsx';
import { text, useLanguage, useSay } from '../app/words.ts';
import { BulkBar, useBulk } from './bulk.tsx';
import { markCase, unmarkCase } from './star.tsx';

const W = {
  mark: text('收藏', 'Mark'),
  unmark: text('取消收藏', 'Unmark'),
  export: text('导出所选', 'Export these'),
  most: text('至多导出 100 件所选', 'At most 100 chosen cases are exported'),
};
/** As many as an address holds. */
const MOST_EXPORTED = 100;

/** What can be done with cases that were chosen from a list. */
export function ChosenCases({
  chosen,
  clear,
}: {
  readonly chosen: ReadonlySet<string>;
  readonly clear: () => void;
}): ReactNode {
  const say = useSay();
  const me = useMe();
  const { language } = useLanguage();
  const queries = useQueryClient();
  const bulk = useBulk(() => void queries.invalidateQueries({ queryKey: ['favourites'] }));
  const numbers = [...chosen];
  const query = new URLSearchParams([['language', language], ...numbers.map((one) => ['case', one])]);
  return (
    <BulkBar count={chosen.size} clear={clear} bulk={bulk}>
      <Button onClick={() => void bulk.run(numbers, { what: say(W.mark), work: markCase, undo: unmarkCase })}>
        {say(W.mark)}
      </Button>
      <Button onClick={() => void bulk.run(numbers, { what: say(W.unmark), work: unmarkCase, undo: markCase })}>
        {say(W.unmark)}
      </Button>
      {me.may['case.export'] !== undefined && chosen.size <= MOST_EXPORTED && (
        <Button href={`/api/cases.xlsx?${query}`}>{say(W.export)}</Button>
      )}
      {me.may['case.export'] !== undefined && chosen.size > MOST_EXPORTED && (
        <span className="quiet">{say(W.most)}</span>
      )}
    </BulkBar>
  );
}
