import {
  type ArrangementDecision,
  CaseDecision,
  type DisposalDecision,
  type Fault,
  findPersonal,
  Malformed,
  parseWith,
} from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import type { ListItem, ListSummary } from '../api/desk.ts';

/** What a list says, in bytes: its SHA-256 stands in the record of every package, so that anyone can see that both persons had the same before them. */
export const digestOf = (
  list: Omit<ListSummary, 'digest' | 'state' | 'decidedBy' | 'decidedAt' | 'opinion' | 'recorded' | 'department'>,
  items: readonly ListItem[],
): string => {
  const { id, kind, retention, receiver, scheme, rule, reason, proposedBy, proposedAt } = list;
  const lines = [
    { id, kind, retention, receiver, scheme, rule, reason, proposedBy, proposedAt },
    ...items.map(({ case: name, package: of, referenceCode, endsAt, until, was, series }) => ({
      ...{ case: name, package: of, referenceCode, endsAt, until, was, series },
    })),
  ];
  return sha256Hex(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
};

/** Who approved a list, when, and what they say. */
export interface Approval {
  readonly account: string;
  readonly opinion: string;
  readonly at: string;
}

/** The record of a package of a list that was approved. @throws Malformed where a text in it breaks a rule; personal data is one of them */
export function recordOf(
  list: Pick<
    ListSummary,
    'id' | 'kind' | 'digest' | 'retention' | 'receiver' | 'scheme' | 'rule' | 'reason' | 'proposedBy' | 'proposedAt'
  >,
  item: ListItem,
  { account, opinion, at }: Approval,
): DisposalDecision | ArrangementDecision {
  const head = {
    id: `decided-${sha256Hex(`${list.id}\n${item.case}`).slice(0, 40)}`,
    ...{ version: 1, case: item.case, time: at, by: { account, role: 'archivist' } },
  };
  const listed = {
    ...{ list: list.id, digest: list.digest, package: item.package, referenceCode: item.referenceCode },
    ...{ proposedBy: list.proposedBy, proposedAt: list.proposedAt, reason: list.reason, opinion },
  };
  const { kind, scheme, rule, receiver } = list;
  const kept = kind === 'prolong';
  const said =
    kind === 'rearrange'
      ? { ...head, type: 'arrangement.adjusted', data: { ...listed, scheme, rule, was: item.was, series: item.series } }
      : {
          ...head,
          type: 'disposal.decided',
          data: {
            ...listed,
            ...{ action: kind, basis: { retention: item.retention, until: secondsOf(item.endsAt) } },
            ...{ retention: kept ? list.retention : null, until: kept ? secondsOf(item.until) : null, receiver },
          },
        };
  const personal = personalFaults(said);
  if (personal.length > 0) throw new Malformed(personal);
  return parseWith(CaseDecision, said) as DisposalDecision | ArrangementDecision;
}

/** Ends of retention are whole seconds. */
const secondsOf = (time: string | null): string | null =>
  time === null ? null : new Date(time).toISOString().replace('.000Z', 'Z');

/** Personal data in what somebody wrote. */
export const personalFaults = (said: object): Fault[] =>
  findPersonal(said).map(({ field, kind }) => ({
    ...{ field, rule: `PERSONAL_${kind.toUpperCase().replace('-', '_')}` },
    message: '记录中不得出现个人信息 / personal data must not stand in a record',
  }));
