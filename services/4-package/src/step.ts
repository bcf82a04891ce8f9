import type { CaseSealed } from '@guidang/contracts';
import type { Step } from '@guidang/stream';
import { type PackageFacts, type PackageState, packageRule } from './decide.ts';
import { gatherer, type PackagePorts } from './gather.ts';

/** 组包: the pure rule and the hands that number and build. */
export const packageStep = (ports: PackagePorts): Step<PackageState, CaseSealed, PackageFacts> => ({
  rule: packageRule,
  gather: gatherer(ports),
});
