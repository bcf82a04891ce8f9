import { StarFilled, StarOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { Favourites } from '../../../src/api/own.ts';
import { ask, tell } from '../app/ask.ts';
import { text, useSay } from '../app/words.ts';

const W = {
  mark: text('收藏 {name}', 'Mark {name}'),
  unmark: text('取消收藏 {name}', 'Unmark {name}'),
};

export const favouriteAt = (number: string): string => `/api/favourites/${encodeURIComponent(number)}`;
export const markCase = (number: string): Promise<unknown> => tell('PUT', favouriteAt(number));
export const unmarkCase = (number: string): Promise<unknown> => tell('DELETE', favouriteAt(number));

/** Cases that whoever is signed in has marked. */
export const useFavourites = () =>
  useQuery({
    queryKey: ['favourites'],
    queryFn: ({ signal }) => ask<Favourites>('/api/favourites', signal),
    staleTime: 30_000,
  });

/** Marks a case for oneself, or takes that back. */
export function Star({ number }: { readonly number: string }): ReactNode {
  const say = useSay();
  const queries = useQueryClient();
  const { data } = useFavourites();
  const marked = data?.rows.some((row) => row.case === number) ?? false;
  const { mutate, isPending } = useMutation({
    mutationFn: () => (marked ? unmarkCase(number) : markCase(number)),
    onSettled: () => queries.invalidateQueries({ queryKey: ['favourites'] }),
  });
  return (
    <Button
      type="text"
      size="small"
      data-key="star"
      aria-pressed={marked}
      aria-label={say(marked ? W.unmark : W.mark, { name: number })}
      loading={isPending}
      icon={marked ? <StarFilled className="starred" /> : <StarOutlined />}
      onClick={() => mutate()}
    />
  );
}
