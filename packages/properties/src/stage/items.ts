import type { Item } from '../item.ts';
import type { Stage } from '../rules/bases.ts';
import { PRESERVATION } from './preservation.ts';
import { TRANSFER } from './transfer.ts';

/** Items by the stage at which packages are judged. */
export const STAGE_ITEMS: Readonly<Record<Stage, readonly Item[]>> = { transfer: TRANSFER, preservation: PRESERVATION };
