import { CASE_DECISIONS, type FindingResolution, type RawRecord } from '@guidang/contracts';
import { AT } from './checking.ts';

let sent = 0;

/** What a person decides, as a record of case.decisions. */
export function decision(
  caseNumber: string,
  finding: string,
  changes: {
    account?: string;
    resolution?: FindingResolution['data']['resolution'];
    reason?: string;
    id?: string;
    time?: string;
    key?: string;
  } = {},
): RawRecord {
  sent += 1;
  const {
    account = 'archivist-01',
    resolution = 'accepted',
    reason = '已打开原件核对，内容完整可读。',
    id = `resolution-${sent}`,
    time = AT,
    key = caseNumber,
  } = changes;
  const value: FindingResolution = {
    ...{ id, type: 'finding.resolved', version: 1, case: caseNumber, time },
    by: { account, role: 'archivist' },
    data: { finding, resolution, reason },
  };
  return recordOf(value, key);
}

/** A decision as it lies on the topic. */
export const recordOf = (
  value: FindingResolution,
  key: string = value.case,
  timestamp: number = Date.parse(AT),
): RawRecord => ({
  ...{ topic: CASE_DECISIONS, partition: 1, offset: 500 + ++sent, timestamp, headers: {} },
  ...{ key: Buffer.from(key), value: Buffer.from(JSON.stringify(value)) },
});
