import { type Fault, retainUntil } from '@guidang/contracts';
import type { ListItem, ListKind } from '../api/desk.ts';

/** What somebody wants for the packages of a list. */
export interface Wish {
  readonly kind: ListKind;
  /** 续存: 保管期限 from now on. */
  readonly retention: string | null;
  /** 移交: 接收单位. */
  readonly receiver: string | null;
  /** 整理调整: the scheme whose arrangement counts, and by which rule the packages were found. */
  readonly scheme: { readonly id: string; readonly version: number } | null;
  readonly rule: string | null;
  readonly reason: string;
}

/** A package as it stands now, with what was decided about it and whether another list holds it. */
export interface Standing extends Omit<ListItem, 'until'> {
  readonly stored: boolean;
  /** prolong, transfer, destroy: what was decided last */
  readonly disposal: string | null;
  readonly inList: string | null;
}

const fault = (item: Pick<ListItem, 'case'>, rule: string, zh: string, en: string): Fault => ({
  field: item.case,
  rule,
  message: `${zh} / ${en}`,
});

/** End of retention after a package is kept on; what else is done changes nothing of it. */
export const untilOf = ({ kind, retention }: Pick<Wish, 'kind' | 'retention'>, item: Standing): string | null =>
  kind === 'prolong' ? retainUntil(item.closedAt, retention!) : item.endsAt;

/** Why a package cannot stand in such a list; undefined where it can. Pure. */
export function proposalFault(wish: Wish, item: Standing): Fault | undefined {
  const { kind } = wish;
  if (!item.stored) return fault(item, 'NOT_STORED', '尚未入库', 'not stored yet');
  if (item.inList !== null)
    return fault(
      item,
      'IN_OPEN_LIST',
      '已在待批或已批准待生效的清册中',
      'held by a list that waits, or whose decision is on its way',
    );
  if (item.disposal === 'destroy') return fault(item, 'TO_BE_DESTROYED', '已批准销毁', 'to be destroyed already');
  if (kind === 'transfer' && item.disposal === 'transfer')
    return fault(item, 'HANDED_OVER', '已批准移交', 'handed over already');
  if (kind === 'destroy' && item.endsAt === null)
    return fault(item, 'PERMANENT', '永久保管，不得销毁', 'kept for ever: it is not destroyed');
  if (kind === 'prolong') {
    if (item.endsAt === null) return fault(item, 'PERMANENT', '已是永久保管', 'kept for ever already');
    const until = untilOf(wish, item);
    if (until !== null && Date.parse(until) <= Date.parse(item.endsAt))
      return fault(item, 'NOT_LONGER', '新期限不长于现期限', 'no longer than it is kept now');
  }
  if (kind === 'rearrange' && (item.series === null || item.series === item.was))
    return fault(item, 'NOTHING_CHANGES', '整理结果没有变化', 'its arrangement would not change');
  return undefined;
}

/** Why a package that was proposed cannot be approved now; undefined where it can. What was proposed is compared with what stands now: both persons must have seen the same. Pure. */
export function approvalFault(
  kind: ListKind,
  kept: ListItem,
  item: Standing | undefined,
  now: number,
): Fault | undefined {
  if (item === undefined) return fault(kept, 'NOT_THERE', '档案不在岗位范围内', 'not within your scope');
  if (
    item.package !== kept.package ||
    item.endsAt !== kept.endsAt ||
    item.was !== kept.was ||
    item.disposal === 'destroy' ||
    (kind === 'transfer' && item.disposal === 'transfer')
  )
    return fault(kept, 'CHANGED_SINCE', '提出后已有变化，请重新提出', 'it has changed since; please propose anew');
  if (kind === 'destroy' && Date.parse(kept.endsAt!) > now)
    return fault(
      kept,
      'RETENTION_NOT_OVER',
      '保管期限未满，不能批准销毁',
      'its retention is not over: it cannot be approved yet',
    );
  return undefined;
}
