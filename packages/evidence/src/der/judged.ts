import { refuse, type Verdict } from '../verdict.ts';
import { DerFault } from './read.ts';

/** Runs a reader under the name of the field it reads: what it throws then says where it stood. */
export const within = <T>(field: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerFault) throw new DerFault(`${field}: ${error.message}`);
    throw error;
  }
};

/** Runs a reader and turns what it could not read into a verdict with the given code. */
export const judged = <T, C extends string, F extends string>(
  code: C,
  read: () => Verdict<T, F>,
): Verdict<T, C | F> => {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerFault) return refuse(code, error.message);
    throw error;
  }
};
