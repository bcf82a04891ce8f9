import { type Emit, emit, type PackageInspected, type PackageInspection } from '@guidang/contracts';
import { isRefusal } from '@guidang/properties';
import type { Holding } from './state.ts';

/**
 * 定期检测: what a look at a stored package amounts to. A copy that is not what was stored, or an item that blocks and failed, is damage, and named; nothing is changed by it.
 * @throws for a look that did not go to every copy
 */
export function inspected({ referenceCode, copies }: Holding, { id, data }: PackageInspection): Emit {
  const looked = data.copies.map(({ place }) => place);
  if (looked.join() !== copies.map(({ place }) => place).join())
    throw new Error(`looked at copies in ${looked.join(', ')}, which are not those that the links name`);
  const damaged = data.copies.filter(({ state }) => state !== 'intact').map(({ place }) => place);
  const { WARN = 0, MANUAL_REVIEW = 0, FAIL = 0 } = data.counts;
  const outcome =
    damaged.length > 0 || data.findings.some(isRefusal)
      ? 'damaged'
      : FAIL + WARN + MANUAL_REVIEW > 0
        ? 'attention'
        : 'sound';
  return emit('PackageInspected', 1, {
    ...{ request: id, referenceCode, outcome, damaged },
    inspection: data,
  } satisfies PackageInspected['body']);
}
