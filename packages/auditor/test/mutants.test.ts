import { describe } from 'vitest';
import { forgeriesAreFound } from './mutants/found.ts';

/** Half of the forgeries of `make test`; the other half stands in mutants-more.test.ts, so that two files run side by side. Very many: `make bench`. */
describe('forgeries of every kind of record, field and place', { timeout: 600_000 }, () => {
  forgeriesAreFound([1, 2], 500);
});
