import { captureRule } from '@guidang/capture/decide';
import { checkRule } from '@guidang/check/decide';
import { type AnyRule, STEPS, type StepName } from '@guidang/contracts';
import { packageRule } from '@guidang/package/decide';
import { sealRule } from '@guidang/seal/decide';
import { storeRule } from '@guidang/store/decide';
import { useRule } from '@guidang/use/decide';

/** The rule of every step: a link is decided again before it enters the log. */
export const RULES: Readonly<Record<StepName, AnyRule>> = {
  capture: captureRule,
  check: checkRule,
  seal: sealRule,
  package: packageRule,
  store: storeRule,
  use: useRule,
};

/** Steps in the order of the chain: the order of ranges in a checkpoint. */
export const IN_CHAIN_ORDER: readonly AnyRule[] = STEPS.map((step) => RULES[step]);
