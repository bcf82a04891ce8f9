import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ask } from '../../../app/ask.ts';
import { text, useSay } from '../../../app/words.ts';
import { ErrorBox } from '../../../parts/error-box.tsx';
import { DifferenceList } from '../difference-list.tsx';
import type { Difference, Draft } from '../shapes.ts';

const W = {
  title: text('与已发布的第 {n} 版相比', 'Beside version {n}, which is published'),
  same: text('没有差异。', 'No difference.'),
};

/** What the draft would change, where there is something to change. */
export function Changes({ draft, complete }: { readonly draft: Draft; readonly complete: boolean }): ReactNode {
  const say = useSay();
  const asked = complete && draft.baseVersion !== null;
  const { data, error } = useQuery({
    queryKey: ['draft-comparison', draft.id, draft.version],
    enabled: asked,
    queryFn: ({ signal }) =>
      ask<{ with: number; differences: readonly Difference[] }>(`/registry/v1/drafts/${draft.id}/comparison`, signal),
  });
  if (!asked) return null;
  return (
    <div className="panel stack">
      <h2>{say(W.title, { n: data?.with ?? draft.baseVersion ?? '' })}</h2>
      {error && <ErrorBox error={error} />}
      {data &&
        (data.differences.length === 0 ? <p>{say(W.same)}</p> : <DifferenceList differences={data.differences} />)}
    </div>
  );
}
