import type { StepName } from '@guidang/contracts';
import type { RuleVersions } from '@guidang/stream';

export type { RuleVersions };
export type RuleTable = Readonly<Record<StepName, RuleVersions>>;
