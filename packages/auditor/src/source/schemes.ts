import { Malformed, type RawRecord, SCHEMES } from '@guidang/contracts';
import { SchemeBook } from '@guidang/stream';
import { type Raised, raised, type Spot, spotOf } from '../findings/finding.ts';
import { scan } from './scan.ts';
import type { Source } from './source.ts';

export interface Schemes {
  readonly book: SchemeBook;
  /** By digest, where each was published. */
  readonly published: ReadonlyMap<string, Spot>;
}

/** Reads all schemes that were ever published and are still there. */
export async function readSchemes(source: Source, found: (finding: Raised) => void): Promise<Schemes> {
  const book = new SchemeBook();
  const published = new Map<string, Spot>();
  const add = (record: RawRecord): void => {
    if (record.value === null) return;
    try {
      published.set(book.add(record).digest, spotOf(record));
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      const [{ field, message, rule } = { field: '', message: '', rule: '' }] = error.faults;
      const at = spotOf(record);
      found(raised({ code: 'SCHEME_MALFORMED', at, time: record.timestamp, field, expected: message, found: rule }));
    }
  };
  await scan(source, SCHEMES, 0, found, add);
  return { book, published };
}
