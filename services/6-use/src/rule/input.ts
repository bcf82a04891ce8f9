import {
  CaseDecision,
  type CaseStored,
  type Fault,
  findPersonal,
  keyOf,
  LIMITS,
  linkId,
  Malformed,
  type PackageReceived,
  type ParsedInput,
  parseJsonRecord,
  parseLink,
  parseWith,
  type RawRecord,
  type UseRequested,
} from '@guidang/contracts';

export type UseInput =
  | { readonly type: 'CaseStored'; readonly link: CaseStored }
  /** a link of store that changes nothing for those who use the case */
  | { readonly type: 'PackageRefused' | 'EvidenceRenewed' | 'RenewalRefused' | 'PackageInspected' }
  | { readonly type: 'PackageReceived'; readonly link: PackageReceived }
  /** a package from elsewhere that was not taken: there is nothing to ask for */
  | { readonly type: 'PackageTurnedAway' }
  /** a decision that another step reads */
  | { readonly type: (typeof FOR_OTHERS)[number] }
  | { readonly type: 'use.requested'; readonly request: UseRequested };

/** A request is known by its case and its id. Neither holds a space, and the id of a link is one word, so no two inputs read alike. */
export const requestInputId = ({ case: caseNumber, id }: Pick<UseRequested, 'case' | 'id'>): string =>
  `request ${caseNumber} ${id}`;

/** The id of the link that answers an input. */
export const linkIdFor = (input: UseInput): string | undefined => {
  if (input.type === 'CaseStored' || input.type === 'PackageReceived') return linkId('use', input.link.id);
  return input.type === 'use.requested' ? linkId('use', requestInputId(input.request)) : undefined;
};

/** @throws Malformed */
export function parseInput(record: RawRecord): ParsedInput<UseInput> {
  return record.topic === 'archive.store' ? parseStored(record) : parseDecision(record);
}

function parseStored(record: RawRecord): ParsedInput<UseInput> {
  const link = parseLink('store', record);
  const { id, case: caseNumber } = link;
  if (link.type === 'PackageReceived') return { id, case: caseNumber, value: { type: link.type, link } };
  if (link.type !== 'CaseStored') return { id, case: caseNumber, value: { type: link.type } };
  if (link.body.index.head.case !== caseNumber)
    throw new Malformed([
      {
        field: 'body.index.head.case',
        rule: 'OTHER_CASE',
        message: 'the index is of another case / 索引属于另一办件',
      },
    ]);
  return { id, case: caseNumber, value: { type: link.type, link } };
}

const FOR_OTHERS = [
  ...(['finding.resolved', 'renewal.due', 'package.inspected', 'package.handed-in'] as const),
  ...(['disposal.decided', 'arrangement.adjusted'] as const),
] as const;
const isForOthers = (type: unknown): type is (typeof FOR_OTHERS)[number] => FOR_OTHERS.some((one) => one === type);

function parseDecision(record: RawRecord): ParsedInput<UseInput> {
  const json = parseJsonRecord(record);
  if (isForOthers(json.type))
    return { id: `decision ${record.offset}`, case: keyOf(record) ?? '', value: { type: json.type } };
  const request = parseRequest(json);
  const faults: Fault[] = [];
  if (keyOf(record) !== request.case)
    faults.push({
      field: 'case',
      rule: 'KEY_MISMATCH',
      message: 'the case number differs from the record key / 办件编号与记录键不一致',
    });
  // The time is printed on the copy; the broker's append time is the only clock, so that the same record is judged the same for ever.
  if (Date.parse(request.time) > record.timestamp + LIMITS.aheadMs)
    faults.push({ field: 'time', rule: 'IN_THE_FUTURE', message: 'dated later than it arrived / 时间晚于到达时间' });
  if (faults.length > 0) throw new Malformed(faults);
  return { id: requestInputId(request), case: request.case, value: { type: request.type, request } };
}

/** A request from JSON, as the rule and the door take it: contract, personal data, a purpose that says something. @throws Malformed */
export function parseRequest(json: Record<string, unknown>): UseRequested {
  const faults = findPersonal(json).map(({ field, kind }) => ({
    field,
    rule: `PERSONAL_${kind.toUpperCase().replace('-', '_')}`,
    message:
      'personal data must not stand in a request: it is kept for ever and printed on the copy / 申请中不得出现个人信息, 该内容将永久保存并印在副本上',
  }));
  if (faults.length > 0) throw new Malformed(faults);
  const request = parseWith(CaseDecision, json);
  if (request.type !== 'use.requested')
    throw new Malformed([{ field: 'type', rule: 'INVALID_VALUE', message: 'not a request for use / 不是利用申请' }]);
  if (request.data.purpose.trim() === '')
    throw new Malformed([
      { field: 'data.purpose', rule: 'PURPOSE_MISSING', message: 'say what the copy is for / 请写明利用目的' },
    ]);
  return request;
}
