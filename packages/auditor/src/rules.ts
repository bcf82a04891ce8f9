import { captureRule } from '@guidang/capture/decide';
import { checkRules } from '@guidang/check/decide';
import { packageRule } from '@guidang/package/decide';
import { sealRule } from '@guidang/seal/decide';
import { storeRules } from '@guidang/store/decide';
import { useRules } from '@guidang/use/decide';
import type { RuleTable } from './rule-versions.ts';

/** The rules an audit decides again by. The one place where the auditor opens the doors of the six steps. */
export const RULES: RuleTable = {
  capture: [captureRule],
  check: checkRules,
  seal: [sealRule],
  package: [packageRule],
  store: storeRules,
  use: useRules,
};
