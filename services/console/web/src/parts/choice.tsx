import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { ask } from '../app/ask.ts';

/** What lists can be narrowed by: `GET /api/choices`. */
export interface Choices {
  readonly departments: readonly { readonly value: string; readonly label: string }[];
  readonly years: readonly number[];
}

export const useChoices = (): Choices | undefined =>
  useQuery({ queryKey: ['choices'], queryFn: () => ask<Choices>('/api/choices'), staleTime: 60_000 }).data;

export const yearOptions = (choices: Choices | undefined): { value: string; label: number }[] =>
  (choices?.years ?? []).map((year) => ({ value: String(year), label: year }));

/** One of several that a list is narrowed by, or all of them: its hint is its name. */
export function Choice({
  label,
  value,
  change,
  options,
  wide = false,
  search = false,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly change: (value: string | undefined) => void;
  readonly options: readonly { readonly value: string; readonly label: ReactNode }[];
  readonly wide?: boolean;
  /** Found by typing a part of what it is called. */
  readonly search?: boolean;
}): ReactNode {
  return (
    <Select
      allowClear
      {...(search && { showSearch: { optionFilterProp: 'label' } })}
      className={wide ? 'choice wide' : 'choice'}
      placeholder={label}
      aria-label={label}
      value={value ?? null}
      onChange={change}
      options={[...options]}
    />
  );
}
