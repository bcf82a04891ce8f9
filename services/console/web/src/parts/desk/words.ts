import type { ListKind, ListState } from '../../../../src/api/desk.ts';
import { type Text, text } from '../../app/words.ts';

/** What is proposed for the packages of a list. */
export const KINDS: Readonly<Record<ListKind, Text>> = {
  prolong: text('续存', 'Keep on'),
  transfer: text('移交', 'Hand over'),
  destroy: text('销毁', 'Destroy'),
  rearrange: text('整理调整', 'Arrange anew'),
};
export const LIST_TITLES: Readonly<Record<ListKind, Text>> = {
  prolong: text('续存清册', 'Packages kept on'),
  transfer: text('移交清册', 'Packages handed over'),
  destroy: text('销毁清册', 'Packages to be destroyed'),
  rearrange: text('整理调整清册', 'Packages arranged anew'),
};
export const STATES: Readonly<
  Record<ListState, { readonly name: Text; readonly tone: 'processing' | 'success' | 'error' | 'default' }>
> = {
  proposed: { name: text('待批', 'Waits for approval'), tone: 'processing' },
  approved: { name: text('已批准', 'Approved'), tone: 'success' },
  rejected: { name: text('未批准', 'Rejected'), tone: 'error' },
  withdrawn: { name: text('已撤回', 'Withdrawn'), tone: 'default' },
};

/** 保管期限 that a package can be kept on for, and those that packages can have, those of archiving among them. */
export const PROLONGED = ['D20', 'D30', 'D50', 'Y'] as const;
export const RETENTIONS = ['Y', 'D50', 'D30', 'D20', 'D10'] as const;
