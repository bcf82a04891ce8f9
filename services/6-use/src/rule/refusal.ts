import type { PackageIndex, PublishedScheme, UseRefused, UseRequested } from '@guidang/contracts';
import { copyableAs, MOST_SOURCE_BYTES } from './copyable.ts';
import type { Holding, ReceivedHolding, UseState } from './state.ts';

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

export interface Granted {
  /** where the file is, and where it can be read */
  readonly held: Pick<Holding, 'referenceCode' | 'package' | 'copies'>;
  /** 事项名称 on the copy */
  readonly matter: string;
  readonly file: Pick<IndexedFile, 'path' | 'content' | 'size' | 'puid' | 'title'>;
  /** where the report on a package from elsewhere can be read; null of a case */
  readonly report: Pick<ReceivedHolding, 'report' | 'reports'> | null;
}

/**
 * Whether a request is to be granted as far as can be known without opening the file. Rights come before the file, so that whoever has none does not learn
 * what is there.
 */
export function judge(
  { holding, received }: Pick<UseState, 'holding' | 'received'>,
  { by, data }: UseRequested,
  scheme: PublishedScheme | undefined,
): Granted | Refusal {
  if (received !== undefined) return judgeReceived(received, { by, data });
  if (holding === null) return { reason: 'CASE_NOT_STORED', detail: null };
  if (!hasRights(by, holding, scheme)) return { reason: 'RIGHTS', detail: null };
  const file = holding.index.files.find(({ path }) => path === data.path);
  return granted({ held: holding, matter: holding.index.head.matter.name, report: null }, file);
}

/**
 * A package from elsewhere: no matter of ours says that it is shared, and no commitment whose it is. Archivists may use it; whoever else needs something of it asks an archivist. Its files bear numbers, since their names may name
 * people and what is said on a copy stands in a link.
 */
function judgeReceived(received: ReceivedHolding, { by, data }: Pick<UseRequested, 'by' | 'data'>): Granted | Refusal {
  if (by.role !== 'archivist') return { reason: 'RIGHTS', detail: null };
  const file = received.listed.find(({ path }) => path === data.path);
  const title = `接收信息包第 ${data.path.slice(data.path.indexOf('/') + 1)} 号文件`;
  return granted({ held: received, matter: '移交接收', report: received }, file && { ...file, title });
}

function granted(of: Omit<Granted, 'file'>, file: Granted['file'] | undefined): Granted | Refusal {
  if (file === undefined) return { reason: 'NO_SUCH_FILE', detail: null };
  if (copyableAs(file.puid) === undefined) return { reason: 'FORMAT_HAS_NO_COPY', detail: null };
  if (file.size > MOST_SOURCE_BYTES) return { reason: 'FORMAT_HAS_NO_COPY', detail: 'TOO_LARGE' };
  return { ...of, file };
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
