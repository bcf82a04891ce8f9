import type { PackageIndex, PublishedScheme, UseRefused, UseRequested } from '@guidang/contracts';
import { copyableAs, MOST_SOURCE_BYTES } from './copyable.ts';
import type { Holding, UseState } from './state.ts';

export type IndexedFile = PackageIndex['files'][number];
export type Refusal = Pick<UseRefused['body'], 'reason' | 'detail'>;

/** What gathering may find to stand against a copy of a file, once it is opened. */
export const FOUND_AGAINST = [
  'TOO_LARGE',
  'TOO_MANY_PAGES',
  'NO_PAGES',
  'ENCRYPTED',
  'BROKEN',
  'TIME',
  'MEMORY',
  'CRASHED',
] as const satisfies readonly UseRefused['body']['detail'][];
export type FoundAgainst = (typeof FOUND_AGAINST)[number];

export type Granted = { readonly holding: Holding; readonly file: IndexedFile };

/**
 * Whether a request is to be granted as far as can be known without opening the file. Rights come before the file, so that whoever has none does not learn
 * what is there.
 */
export function judge(
  { holding }: Pick<UseState, 'holding'>,
  { by, data }: UseRequested,
  scheme: PublishedScheme | undefined,
): Granted | Refusal {
  if (holding === null) return { reason: 'CASE_NOT_STORED', detail: null };
  if (!hasRights(by, holding, scheme)) return { reason: 'RIGHTS', detail: null };
  const file = holding.index.files.find(({ path }) => path === data.path);
  if (file === undefined) return { reason: 'NO_SUCH_FILE', detail: null };
  if (copyableAs(file.puid) === undefined) return { reason: 'FORMAT_HAS_NO_COPY', detail: null };
  if (file.size > MOST_SOURCE_BYTES) return { reason: 'FORMAT_HAS_NO_COPY', detail: 'TOO_LARGE' };
  return { holding, file };
}

export const isRefusal = (judged: Granted | Refusal): judged is Refusal => 'reason' in judged;

/** How a refusal stands among the facts. */
export const factOf = ({ reason, detail }: Refusal): { reason: string } => ({ reason: detail ?? reason });

/** Archivists see everything; departments what is shared at all (共享类型); citizens what is theirs. */
function hasRights(by: UseRequested['by'], { index }: Holding, scheme: PublishedScheme | undefined): boolean {
  switch (by.role) {
    case 'archivist':
      return true;
    case 'department':
      return scheme !== undefined && scheme.scheme.sharing !== 'none';
    case 'citizen':
      return by.subject !== undefined && by.subject === index.head.applicant.reference;
  }
}
