import { expect, it } from 'vitest';
import { Moment } from '../src/index.ts';

it.each([
  ['2026-11-25T08:00:00+08:00', true],
  ['2026-11-25T00:00:00.123Z', true],
  ['2026-11-25T12:00:00-14:59', true],
  ['8651-04-23T20:12:44.4425-16:33', false],
  ['2026-11-25T12:00:00+23:00', false],
  ['0000-01-01T00:00:00Z', false],
  ['2026-02-30T00:00:00Z', false],
  ['2026-11-25', false],
])('%s is a moment that the database knows: %s', (time, known) => expect(Moment.safeParse(time).success).toBe(known));
