import {
  CASE_DECISIONS,
  type CasePackaged,
  type Fault,
  findPersonal,
  keyOf,
  LIMITS,
  Malformed,
  PackageHandedIn,
  PackageInspection,
  type ParsedInput,
  parseJsonRecord,
  parseLink,
  parseWith,
  type RawRecord,
  RenewalDue,
} from '@guidang/contracts';
import type { z } from 'zod';

/** A decision that another step reads. */
export interface NotOurs {
  readonly type: 'not-ours';
}

export type StoreInput = CasePackaged | RenewalDue | PackageInspection | PackageHandedIn | NotOurs;

/**
 * What asks for a renewal is known by the record that is to be renewed: each is answered with a link once at most, whoever asks for it and however often. Neither case nor
 * suite holds a space, so no two inputs read alike.
 */
export const renewalInputId = ({ case: caseNumber, data }: Pick<RenewalDue, 'case' | 'data'>): string =>
  `renewal ${caseNumber} ${data.suite} ${data.record}`;

/** A look at a package is known by its own id, which follows from the package and the look before it: whoever looks at the same time is answered once. */
export const inspectionInputId = ({ case: caseNumber, id }: Pick<PackageInspection, 'case' | 'id'>): string =>
  `inspection ${caseNumber} ${id}`;

/** A package from elsewhere is known by its number and what was said of it: handing in the same twice is doing it once. */
export const handedInputId = ({ case: caseNumber, id }: Pick<PackageHandedIn, 'case' | 'id'>): string =>
  `handed ${caseNumber} ${id}`;

/** A link of package, known by its own id, or what was decided about a case. @throws Malformed */
export function parseInput(record: RawRecord): ParsedInput<StoreInput> {
  if (record.topic === CASE_DECISIONS) return parseDecision(record);
  const link = parseLink('package', record);
  return { id: link.id, case: link.case, value: link };
}

/** What is decided for other steps is theirs to judge, whatever it is; so is what is no decision at all. */
function parseDecision(record: RawRecord): ParsedInput<StoreInput> {
  const json = jsonOf(record);
  const contract = OURS[String(json?.type)];
  if (!json || !contract)
    return { id: `decision ${record.offset}`, case: keyOf(record) ?? '', value: { type: 'not-ours' } };
  const personal = findPersonal(json).map(({ field, kind }) => ({
    field,
    rule: `PERSONAL_${kind.toUpperCase().replace('-', '_')}`,
    message: 'personal data must not stand in a record that is kept for ever / 永久保存的记录中不得出现个人信息',
  }));
  if (personal.length > 0) throw new Malformed(personal);
  const due = parseWith(contract, json);
  const faults: Fault[] = [];
  if (keyOf(record) !== due.case)
    faults.push({
      field: 'case',
      rule: 'KEY_MISMATCH',
      message: 'the case number differs from the record key / 办件编号与记录键不一致',
    });
  // The broker's append time is the only clock, so that the same record is judged the same for ever.
  if (Date.parse(due.time) > record.timestamp + LIMITS.aheadMs)
    faults.push({ field: 'time', rule: 'IN_THE_FUTURE', message: 'dated later than it arrived / 时间晚于到达时间' });
  if (faults.length > 0) throw new Malformed(faults);
  return { id: idOf(due), case: due.case, value: due };
}

const OURS: Readonly<Record<string, z.ZodType<Decided>>> = {
  'renewal.due': RenewalDue,
  'package.inspected': PackageInspection,
  'package.handed-in': PackageHandedIn,
};
type Decided = RenewalDue | PackageInspection | PackageHandedIn;

function idOf(one: Decided): string {
  switch (one.type) {
    case 'renewal.due':
      return renewalInputId(one);
    case 'package.inspected':
      return inspectionInputId(one);
    case 'package.handed-in':
      return handedInputId(one);
  }
}

function jsonOf(record: RawRecord): Record<string, unknown> | undefined {
  try {
    return parseJsonRecord(record);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}
