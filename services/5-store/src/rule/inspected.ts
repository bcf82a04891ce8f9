import {
  type Emit,
  emit,
  type HoldingPlace,
  type InspectedCopy,
  type Inspection,
  MOST_INSPECTION_FINDINGS,
  type PackageInspected,
  type PackageInspection,
} from '@guidang/contracts';
import { callsForSomebody, isRefusal, isUnlooked } from '@guidang/properties';
import { wordsOfFinding } from './known.ts';
import type { Holding } from './state.ts';

type Places = readonly Pick<HoldingPlace | InspectedCopy, 'place'>[];
const namesOf = (copies: Places): string => copies.map(({ place }) => place).join();

/** Whether somebody looked at every copy that the links name: of the package, and of the report beside one from elsewhere. */
export const isOfCopies = ({ copies, elsewhere }: Holding, looked: Pick<Inspection, 'copies' | 'reports'>): boolean =>
  namesOf(copies) === namesOf(looked.copies) && namesOf(elsewhere?.reports ?? []) === namesOf(looked.reports ?? []);

/**
 * 定期检测: what a look at a stored package amounts to. A copy that is not what was stored, or an item that blocks and failed, is damage, and named; nothing is changed by it. Nothing is sound by an item that blocks and
 * looked at nothing.
 * @throws for a look that did not go to every copy
 */
export const inspected = (holding: Holding, said: PackageInspection): Emit => judged(holding, said, wantsLooking);

/** As it was before records listed what was looked at by nobody; then there were looks at packages of ours alone. */
export const inspectedAs2 = (holding: Holding, said: PackageInspection): Emit =>
  judged(holding, said, (_, { counts }) => callingIn(counts) > 0);

function judged(
  holding: Holding,
  { id, data }: PackageInspection,
  calls: (holding: Holding, looked: Inspection) => boolean,
): Emit {
  if (!isOfCopies(holding, data))
    throw new Error(`looked at copies in ${namesOf(data.copies)}, which are not those that the links name`);
  const spoilt = [...data.copies, ...(data.reports ?? [])].filter(({ state }) => state !== 'intact');
  const damaged = [...new Set(spoilt.map(({ place }) => place))];
  const outcome =
    damaged.length > 0 || data.findings.some(isRefusal) ? 'damaged' : calls(holding, data) ? 'attention' : 'sound';
  return emit('PackageInspected', 1, {
    ...{ request: id, referenceCode: holding.referenceCode, outcome, damaged },
    inspection: data,
  } satisfies PackageInspected['body']);
}

const callingIn = ({ WARN = 0, MANUAL_REVIEW = 0, FAIL = 0 }: Inspection['counts']): number =>
  FAIL + WARN + MANUAL_REVIEW;

/** Of a package from elsewhere what was known when it was received stands; what is told of and not listed may be anything. */
function wantsLooking({ elsewhere }: Holding, { counts, findings }: Inspection): boolean {
  const calling = callingIn(counts);
  if (!elsewhere) return calling > 0 || findings.some(isUnlooked);
  if (findings.length === MOST_INSPECTION_FINDINGS || calling > findings.filter(callsForSomebody).length) return true;
  return findings.some((one) => !elsewhere.known.includes(wordsOfFinding(one)));
}
