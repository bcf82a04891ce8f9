import type { AppliedRules } from '@guidang/contracts';
import type { RuleSet } from '@guidang/properties';

/** What a link says of the rules it was judged by. */
export const appliedRules = ({ base, digest }: RuleSet): AppliedRules => ({ base, digest });
