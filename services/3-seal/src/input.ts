import { type CaseChecked, type CheckLink, type ParsedInput, parseLink, type RawRecord } from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';

/** The link that closes the check of a case, with what its bytes are: they become the last line of the chain object. */
export interface CheckedInput {
  readonly type: 'CaseChecked';
  readonly link: CaseChecked;
  readonly sha256: string;
  readonly size: number;
}

/** What else check says: nothing to seal. */
export interface OtherInput {
  readonly type: Exclude<CheckLink['type'], 'CaseChecked'>;
}

export type SealInput = CheckedInput | OtherInput;

/** A record of `archive.check`; its id is the link's. @throws Malformed */
export function parseInput(record: RawRecord): ParsedInput<SealInput> {
  const link = parseLink('check', record);
  const { id, case: caseNumber, type } = link;
  const value: SealInput =
    type === 'CaseChecked' ? { type, link, sha256: sha256Hex(record.value!), size: record.value!.length } : { type };
  return { id, case: caseNumber, value };
}
