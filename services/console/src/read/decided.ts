import type { ArrangementDecision, DisposalDecision } from '@guidang/contracts';
import type { DecidedState } from '../api/desk.ts';

export interface DecidedRow {
  topic: string;
  partition: number;
  offset: bigint;
  value: string;
}

/** A decision of two persons as it lies in case.decisions, as its case shows it. */
export function decidedOf({ topic, partition, offset, value }: DecidedRow): DecidedState {
  const said = JSON.parse(value) as DisposalDecision | ArrangementDecision;
  const { list, proposedBy, reason, opinion } = said.data;
  const disposal = said.type === 'disposal.decided' ? said.data : null;
  return {
    ...{
      action: disposal?.action ?? 'rearrange',
      list,
      at: said.time,
      by: said.by.account,
      proposedBy,
      reason,
      opinion,
    },
    ...{ retention: disposal?.retention ?? null, until: disposal?.until ?? null, receiver: disposal?.receiver ?? null },
    series: said.type === 'arrangement.adjusted' ? said.data.series : null,
    lies: { topic, partition, offset: Number(offset) },
  };
}
