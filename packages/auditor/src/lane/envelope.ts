import {
  type AnyLink,
  AnyLink as AnyLinkContract,
  linkHeaders,
  Malformed,
  parseJsonRecord,
  type RawRecord,
  type StepName,
} from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import { type OpenedLink, openLink, TRACE_HEADERS } from '@guidang/stream';
import type { FindingCode } from '../findings/codes.ts';

export interface EnvelopeFault {
  readonly code: FindingCode;
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

const LINK_BYTES = 8 * 1024 * 1024;

/**
 * Opens a record of an archive topic. Where it is no link of that step but still has the envelope of one, the chain of its case can be followed on and
 * `link` is there; `faults` says what is wrong.
 */
export function openRecord(
  step: StepName,
  record: RawRecord,
): { opened: OpenedLink | undefined; faults: EnvelopeFault[]; whole: boolean } {
  try {
    const opened = openLink(step, record);
    return { opened, faults: outside(opened), whole: true };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const [first] = error.faults;
    const faults: EnvelopeFault[] = [
      { code: 'LINK_MALFORMED', field: first?.field ?? '', expected: first?.message ?? '', found: first?.rule ?? '' },
    ];
    return { opened: envelopeOf(record), faults, whole: false };
  }
}

function envelopeOf(record: RawRecord): OpenedLink | undefined {
  try {
    const link: unknown = parseJsonRecord(record, LINK_BYTES);
    const parsed = AnyLinkContract.safeParse(link);
    return parsed.success ? { record, link: link as AnyLink, hash: sha256Hex(record.value!) } : undefined;
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/** What surrounds the value must follow from it: key and headers. */
function outside({ record, link }: OpenedLink): EnvelopeFault[] {
  const faults: EnvelopeFault[] = [];
  const key = record.key === null ? '' : Buffer.from(record.key).toString('utf8');
  if (key !== link.case) faults.push({ code: 'LINK_KEY', field: 'key', expected: link.case, found: key });
  const expected = linkHeaders(link);
  for (const [name, value] of Object.entries(expected))
    if (record.headers[name] !== value)
      faults.push({ code: 'LINK_HEADERS', field: name, expected: value, found: record.headers[name] ?? '' });
  for (const [name, value] of Object.entries(record.headers))
    if (!Object.hasOwn(expected, name) && !TRACE_HEADERS.has(name))
      faults.push({ code: 'LINK_HEADERS', field: name, expected: '', found: value.slice(0, 160) });
  return faults;
}
