import { placeOf } from './shapes.ts';

const TAB_OF: Readonly<Record<string, string>> = {
  ...{ items: 'items', without: 'items', steps: 'steps', class: 'filing', referenceCode: 'filing' },
  ...{ elements: 'elements', metadata: 'elements', check: 'check' },
};
/** The page of the form on which a field stands. */
export const tabOf = (field: string): string => TAB_OF[placeOf(field).split('.')[0] ?? ''] ?? 'basics';
