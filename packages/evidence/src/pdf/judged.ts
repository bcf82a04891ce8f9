import { refuse, type Verdict } from '../verdict.ts';
import { PdfFault } from './value.ts';

/** Runs a reader of PDF and turns what it could not read into a verdict. */
export const judgedPdf = <T, F extends string>(read: () => Verdict<T, F>): Verdict<T, F | 'PDF_FORMAT'> => {
  try {
    return read();
  } catch (error) {
    if (error instanceof PdfFault) return refuse('PDF_FORMAT', error.message);
    throw error;
  }
};
