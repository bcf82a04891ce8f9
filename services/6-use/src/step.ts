import type { Step } from '@guidang/stream';
import { type UseFacts, type UseInput, type UseState, useRule } from './decide.ts';
import { gatherer, type UsePorts } from './gather.ts';

/** 利用: the pure rule, and the hands that index and copy. */
export const useStep = (ports: UsePorts): Step<UseState, UseInput, UseFacts> => ({
  rule: useRule,
  gather: gatherer(ports),
});
