import type { z } from 'zod';
import { type CaseLink, LINKS } from './links/index.ts';
import { Malformed } from './malformed.ts';
import type { StepName } from './names.ts';
import { keyOf, parseJsonRecord, parseWith } from './parse.ts';
import type { RawRecord } from './record.ts';

/** Bytes of a link that are parsed: the broker takes no more. A closing link carries its whole dossier, so it may be larger than an event. */
const LINK_BYTES = 8 * 1024 * 1024;

/** A link of `step` from a record of its archive topic: contract and key checked. @throws Malformed naming every field and rule */
export function parseLink<S extends StepName>(step: S, record: RawRecord): z.infer<(typeof LINKS)[S]> {
  const known = record.known?.link as CaseLink | undefined;
  if (known?.step === step) return known as z.infer<(typeof LINKS)[S]>;
  const contract: z.ZodType = LINKS[step];
  const link = parseWith(contract, parseJsonRecord(record, LINK_BYTES)) as CaseLink;
  if (keyOf(record) !== link.case)
    throw new Malformed([
      {
        field: 'case',
        rule: 'KEY_MISMATCH',
        message: 'the case number differs from the record key / 办件编号与记录键不一致',
      },
    ]);
  return link as z.infer<(typeof LINKS)[S]>;
}
