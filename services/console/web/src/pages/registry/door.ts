import { useQuery } from '@tanstack/react-query';
import { ask, Refused } from '../../app/ask.ts';
import type { Department, Matter, MatterPage, Vocabulary } from './shapes.ts';

/** What registry answered to a file. */
export interface Uploaded {
  readonly ok: boolean;
  readonly body: {
    readonly added?: number;
    readonly changed?: number;
    readonly unchanged?: number;
    readonly title?: string;
    readonly sheet?: string;
    readonly rows?: number;
    readonly faults?: readonly { field: string; rule: string; message: string }[];
  };
}

interface Saving {
  readonly csrf: string;
  /** Version that was edited: what somebody else changed meanwhile is not covered. */
  readonly version?: number;
}

/** Changes something at registry. @throws Refused */
export async function save<T>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body: unknown,
  { csrf, version }: Saving,
): Promise<T> {
  const response = await fetch(`/registry/v1${path}`, {
    method,
    headers: {
      accept: 'application/json',
      'x-csrf-token': csrf,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(version !== undefined && { 'if-match': `"v${version}"` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (response.status === 204) return undefined as T;
  const answer = (await response.json()) as { code: string; title: string; faults?: Refused['faults'] };
  if (response.ok) return answer as T;
  throw new Refused(response.status, answer.code, answer.title, answer.faults ?? []);
}

const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  json: 'application/json',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Hands a list of matters over. A refusal is an answer here: it names rows and a sheet of them. */
export async function importMatters(file: File, dryRun: boolean, csrf: string): Promise<Uploaded> {
  const type = TYPES[file.name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
  const response = await fetch(`/registry/v1/matters/imports?dryRun=${dryRun}`, {
    method: 'POST',
    headers: { 'content-type': type, 'x-csrf-token': csrf },
    body: file,
  });
  return { ok: response.ok, body: (await response.json()) as Uploaded['body'] };
}

export const useDepartments = () =>
  useQuery({
    queryKey: ['departments'],
    queryFn: ({ signal }) => ask<{ items: readonly Department[] }>('/registry/v1/departments', signal),
  });

const MOST = 500;

/** Every matter, for their names: a city has some hundreds. */
export const useMatters = () =>
  useQuery({
    queryKey: ['matters', 'all'],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const all: Matter[] = [];
      let after = '';
      for (;;) {
        const page = await ask<MatterPage>(`/registry/v1/matters?limit=${MOST}${after}`, signal);
        all.push(...page.items);
        if (page.next === null) return new Map(all.map((one) => [one.code, one]));
        after = `&after=${page.next}`;
      }
    },
  });

/** Items of the check as each rule set has them, and the elements of the standard: what forms offer to choose from. */
export const useVocabulary = () =>
  useQuery({
    queryKey: ['vocabulary'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => ask<Vocabulary>('/registry/v1/vocabulary', signal),
  });
