import { ARCHIVE_TOPICS, CASE_EVENTS, type RawRecord } from '@guidang/contracts';
import { scan } from '../source/scan.ts';
import type { Source } from '../source/source.ts';

/** What an audit is asked to look at. */
export interface Wanted {
  /** This case alone. */
  readonly case?: string | undefined;
  /** Cases of which something was written on this day (Asia/Shanghai), `2026-03-01`. */
  readonly day?: string | undefined;
  /** Cases that this department accepted (统一社会信用代码). */
  readonly department?: string | undefined;
}

const DAY_MS = 24 * 3_600_000;

/** The cases that fit everything that is asked for, by name; null where nothing was asked for. */
export async function casesWanted(source: Source, wanted: Wanted): Promise<string[] | null> {
  const sets: Set<string>[] = [];
  if (wanted.case !== undefined) sets.push(new Set([wanted.case]));
  if (wanted.day !== undefined) sets.push(await casesOfDay(source, wanted.day));
  if (wanted.department !== undefined) sets.push(await casesOfDepartment(source, wanted.department));
  const [first, ...rest] = sets;
  if (!first) return null;
  return [...first].filter((name) => rest.every((set) => set.has(name))).sort();
}

async function casesOfDay(source: Source, day: string): Promise<Set<string>> {
  const from = Date.parse(`${day}T00:00:00+08:00`);
  return casesIn(source, ARCHIVE_TOPICS, ({ timestamp }) => timestamp >= from && timestamp < from + DAY_MS);
}

/** As the acceptance says; the number of a case need not. */
const casesOfDepartment = (source: Source, department: string): Promise<Set<string>> =>
  casesIn(source, [CASE_EVENTS], ({ value }) => {
    const text = value === null ? '' : Buffer.from(value.buffer, value.byteOffset, value.length).toString('utf8');
    if (!text.includes('"case.accepted"') || !text.includes(department)) return false;
    return acceptedBy(text) === department;
  });

function acceptedBy(text: string): string | undefined {
  try {
    const { type, data } = JSON.parse(text) as { type?: unknown; data?: { department?: { uscc?: string } } };
    return type === 'case.accepted' ? data?.department?.uscc : undefined;
  } catch {
    return undefined; // what is no event was accepted by nobody
  }
}

async function casesIn(
  source: Source,
  topics: readonly string[],
  fits: (record: RawRecord) => boolean,
): Promise<Set<string>> {
  const names = new Set<string>();
  for (const topic of topics)
    for (const partition of (source.extents.get(topic) ?? []).keys())
      await scan(
        source,
        topic,
        partition,
        () => {}, // told when the lanes read it
        (record) => {
          if (record.key !== null && fits(record)) names.add(Buffer.from(record.key).toString('utf8'));
        },
      );
  return names;
}
