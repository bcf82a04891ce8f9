import { describe } from 'vitest';
import { forgeriesAreFound } from './mutants/found.ts';

/** The other half of mutants.test.ts. */
describe('forgeries of every kind of record, field and place, of further histories', { timeout: 600_000 }, () => {
  forgeriesAreFound([3, 4], 500);
});
