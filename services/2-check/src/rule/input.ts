import {
  CASE_DECISIONS,
  type CaptureLink,
  type CaseCaptured,
  type Fault,
  FindingResolution,
  findPersonal,
  keyOf,
  LIMITS,
  linkId,
  Malformed,
  type ParsedInput,
  parseJsonRecord,
  parseLink,
  parseWith,
  type RawRecord,
} from '@guidang/contracts';

/** A decision that another step reads. */
export interface NotOurs {
  readonly type: 'not-ours';
}

export type CheckInput = CaptureLink | FindingResolution | NotOurs;

/** The links of capture that bring something to look at. */
export type MaterialInput = Extract<
  CaptureLink,
  { type: 'CaseOpened' | 'FormCaptured' | 'MaterialCaptured' | 'MaterialSuperseded' | 'ResultCaptured' }
>;
/** Links that bring an application form. */
export type FormInput = Extract<MaterialInput, { type: 'CaseOpened' | 'FormCaptured' }>;
export type CheckedInput = MaterialInput | CaseCaptured;

export const isClosing = (input: CheckInput): input is CaseCaptured => input.type === 'CaseCaptured';
export const bringsForm = (input: CheckedInput): input is FormInput =>
  input.type === 'CaseOpened' || input.type === 'FormCaptured';
export const isDecision = (input: CheckInput): input is FindingResolution => input.type === 'finding.resolved';

/** A resolution is known by its case and its id. Neither holds a space, and the id of a link is one word, so no two inputs read alike. */
const decisionInputId = ({ case: caseNumber, id }: Pick<FindingResolution, 'case' | 'id'>): string =>
  `resolution ${caseNumber} ${id}`;

/** The id of the link that answers a resolution. */
export const linkIdOf = (decision: FindingResolution): string => linkId('check', decisionInputId(decision));

/** A link of capture, known by its own id, or what a person decided. @throws Malformed */
export function parseInput(record: RawRecord): ParsedInput<CheckInput> {
  if (record.topic === CASE_DECISIONS) return parseDecision(record);
  const link = parseLink('capture', record);
  return { id: link.id, case: link.case, value: link };
}

/** What people decide for other steps is theirs to judge, whatever it is; so is what is no decision at all. */
function parseDecision(record: RawRecord): ParsedInput<CheckInput> {
  const json = jsonOf(record);
  if (json?.type !== 'finding.resolved')
    return { id: `decision ${record.offset}`, case: keyOf(record) ?? '', value: { type: 'not-ours' } };
  const decision = parseResolution(json);
  const faults: Fault[] = [];
  if (keyOf(record) !== decision.case)
    faults.push({
      field: 'case',
      rule: 'KEY_MISMATCH',
      message: 'the case number differs from the record key / 办件编号与记录键不一致',
    });
  // The broker's append time is the only clock, so that the same record is judged the same for ever.
  if (Date.parse(decision.time) > record.timestamp + LIMITS.aheadMs)
    faults.push({ field: 'time', rule: 'IN_THE_FUTURE', message: 'dated later than it arrived / 时间晚于到达时间' });
  if (faults.length > 0) throw new Malformed(faults);
  return { id: decisionInputId(decision), case: decision.case, value: decision };
}

function jsonOf(record: RawRecord): Record<string, unknown> | undefined {
  try {
    return parseJsonRecord(record);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/** A resolution from JSON, as the rule and the door take it: contract, personal data, a reason that says something. @throws Malformed */
export function parseResolution(json: Record<string, unknown>): FindingResolution {
  const personal = findPersonal(json).map(({ field, kind }) => ({
    field,
    rule: `PERSONAL_${kind.toUpperCase().replace('-', '_')}`,
    message:
      'personal data must not stand in a resolution: it is kept for ever and printed in the report / 复核意见中不得出现个人信息, 该内容将永久保存并印入报告',
  }));
  if (personal.length > 0) throw new Malformed(personal);
  const decision = parseWith(FindingResolution, json);
  if (decision.data.reason.trim() === '')
    throw new Malformed([
      { field: 'data.reason', rule: 'REASON_MISSING', message: 'say why it may stand or not / 请写明复核理由' },
    ]);
  return decision;
}
