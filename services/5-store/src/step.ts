import type { Gathering, Step } from '@guidang/stream';
import { type StoreFacts, type StoreInput, type StoreState, storeRule } from './decide.ts';
import { gatherer, type StorePorts } from './gather.ts';
import { type RenewalPorts, renewer } from './renewal/renew.ts';
import { foreignGatherer } from './transfer/take-in.ts';

/** 入库与续期: the pure rule, and the hands that check, put, and have evidence renewed. */
export function storeStep(storing: StorePorts, renewing: RenewalPorts): Step<StoreState, StoreInput, StoreFacts> {
  const takeIn = gatherer(storing);
  const renew = renewer(renewing);
  const receiveForeign = foreignGatherer(storing);
  return {
    rule: storeRule,
    gather: async (gathering): Promise<StoreFacts> => {
      const { input } = gathering;
      switch (input.type) {
        case 'CasePackaged':
          return takeIn({ ...gathering, input } satisfies Gathering<StoreState, typeof input>);
        case 'renewal.due':
          return renew({ ...gathering, input } satisfies Gathering<StoreState, typeof input>);
        case 'package.handed-in':
          return receiveForeign({ ...gathering, input } satisfies Gathering<StoreState, typeof input>);
        case 'package.inspected':
          // It was looked at before it was said: all that the decision rests on stands in the record.
          return {};
        default:
          throw new Error('there is nothing to gather for a decision of others');
      }
    },
  };
}
