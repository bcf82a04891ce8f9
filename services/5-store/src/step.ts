import type { CasePackaged } from '@guidang/contracts';
import type { Step } from '@guidang/stream';
import { type StoreFacts, type StoreState, storeRule } from './decide.ts';
import { gatherer, type StorePorts } from './gather.ts';

/** 入库: the pure rule and the hands that check and put. */
export const storeStep = (ports: StorePorts): Step<StoreState, CasePackaged, StoreFacts> => ({
  rule: storeRule,
  gather: gatherer(ports),
});
