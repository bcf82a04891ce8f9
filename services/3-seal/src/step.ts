import type { SealFacts } from '@guidang/contracts';
import type { Step } from '@guidang/stream';
import { type SealState, sealRule } from './decide.ts';
import { gatherer, type SealPorts } from './gather.ts';
import type { SealInput } from './input.ts';

/** 固化: the pure rule and the hands that write down, sign and have timestamped. */
export const sealStep = (ports: SealPorts): Step<SealState, SealInput, SealFacts> => ({
  rule: sealRule,
  gather: gatherer(ports),
});
