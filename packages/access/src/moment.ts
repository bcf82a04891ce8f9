import { z } from 'zod';

/** A moment as somebody may name one at a door: one that the database knows as well, which has no year 0 and no zone more than fifteen hours away. */
export const Moment = z.iso
  .datetime({ offset: true })
  .refine((time) => !time.startsWith('0000'), '年份不正确 / no such year')
  .refine((time) => !/[+-](?:1[5-9]|2\d):\d\d$/.test(time), '时区不正确 / no such zone');
