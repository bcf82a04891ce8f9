import { z } from 'zod';

/** Of an item that leaves nothing to set. */
export const NONE = z.strictObject({});

/** Of days, degrees and the like: a whole number or a decimal, not below zero. */
export const amount = (describe: string) => z.number().nonnegative().describe(describe);
