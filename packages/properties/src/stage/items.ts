import type { Item } from '../item.ts';
import type { Stage } from '../rules/bases.ts';
import { PRESERVATION } from './preservation.ts';
import { RECEIPT } from './receipt.ts';
import { TRANSFER } from './transfer.ts';

/** Items by the stage at which packages are judged. */
export const STAGE_ITEMS: Readonly<Record<Stage, readonly Item[]>> = {
  receipt: RECEIPT,
  transfer: TRANSFER,
  preservation: PRESERVATION,
};
