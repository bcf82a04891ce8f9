import { captureRule } from '@guidang/capture/decide';
import { checkRules } from '@guidang/check/decide';
import { STEPS, type StepName } from '@guidang/contracts';
import { packageRule } from '@guidang/package/decide';
import { sealRule } from '@guidang/seal/decide';
import { storeRules } from '@guidang/store/decide';
import type { RuleVersions } from '@guidang/stream';
import { useRules } from '@guidang/use/decide';

/** The rules of every step, each in all its versions, newest first: a link is decided again, by the rules it names, before it enters the log. */
export const RULES: Readonly<Record<StepName, RuleVersions>> = {
  capture: [captureRule],
  check: checkRules,
  seal: [sealRule],
  package: [packageRule],
  store: storeRules,
  use: useRules,
};

/** Steps in the order of the chain: the order of ranges in a checkpoint. */
export const IN_CHAIN_ORDER: readonly RuleVersions[] = STEPS.map((step) => RULES[step]);
