import {
  type Considered,
  GATHER,
  type Gather,
  type PackageHandedIn,
  type PackageInspection,
  type Park,
  park,
  type RenewalDue,
  receivedNumber,
  type Skip,
  skip,
} from '@guidang/contracts';
import type { StoreInput } from './input.ts';
import { isOfCopies } from './inspected.ts';
import type { Holding, StoreState } from './state.ts';

/**
 * Whether there is anything to look at. A package of a case that is stored, and a renewal that can never be done as it is asked for, are put aside for an operator; a renewal
 * of a record that does not count any more was done already.
 */
export function consider({ state, input }: Considered<StoreState, StoreInput>): Gather | Skip | Park {
  const { holding } = state;
  switch (input.type) {
    case 'not-ours':
      return skip('NOT_A_RENEWAL');
    case 'package.inspected':
      return inspectionOf(holding, input);
    case 'package.handed-in':
      return handedOf(state, input);
    case 'CasePackaged':
      return holding
        ? park('CASE_ALREADY_STORED', 'case', '办件已入库, 不再更改 / the case is stored; its archive stays as it is')
        : GATHER;
    case 'renewal.due':
      return holding
        ? renewalOf(holding, input)
        : park('CASE_NOT_STORED', 'case', '办件尚未入库 / the case is not stored');
  }
}

/** Its number is that of its bytes, so nothing else can ever lie under it, and it is received once. */
function handedOf(
  { holding, received, turnedAway = [] }: StoreState,
  { id, case: number, data }: PackageHandedIn,
): Gather | Skip | Park {
  if (number !== receivedNumber(data.package.content.slice('sha256:'.length)))
    return park('OTHER_NUMBER', 'case', '接收登记号不是由该信息包得出 / the number is not made of this package');
  if (holding && !received)
    return park('CASE_ALREADY_STORED', 'case', '该编号已有办件入库 / a case is stored under this number');
  if (turnedAway.includes(id)) return skip('DUPLICATE');
  return received ? skip('ALREADY_RECEIVED') : GATHER;
}

function inspectionOf(holding: Holding | null, { data }: PackageInspection): Gather | Park {
  if (!holding) return park('CASE_NOT_STORED', 'case', '办件尚未入库 / the case is not stored');
  if (holding.package.content !== data.package)
    return park('OTHER_PACKAGE', 'data.package', '不是该办件入库的信息包 / not the package that is stored of the case');
  return isOfCopies(holding, data)
    ? GATHER
    : park('OTHER_COPIES', 'data.copies', '检测的副本不是登记的副本 / other copies than the links name');
}

/** A first record is made once for each suite, of packages that came without one of ours. */
function firstOf(holding: Holding, { data: { suite, record } }: RenewalDue): Gather | Skip | Park {
  if (!holding.elsewhere)
    return park(
      'NOT_FROM_ELSEWHERE',
      'data.kind',
      '办件固化时已有证据记录 / a case has its records since it was sealed',
    );
  if (holding.package.content !== `sha256:${record}`)
    return park('OTHER_PACKAGE', 'data.record', '不是该登记号的信息包 / not the package of this number');
  return holding.records.some((one) => one.suite === suite) ? skip('RENEWAL_SUPERSEDED') : GATHER;
}

function renewalOf(holding: Holding, due: RenewalDue): Gather | Skip | Park {
  const { suite, record, kind, digest } = due.data;
  if (kind === 'first') return firstOf(holding, due);
  const counts = holding.records.find((one) => one.suite === suite);
  if (!counts)
    return park('SUITE_NOT_SEALED', 'data.suite', '该办件未按此证据算法固化 / the case was not sealed in this suite');
  if (counts.record !== record) return skip('RENEWAL_SUPERSEDED');
  if (counts.refused) return skip('RENEWAL_REFUSED');
  if ((counts.digest === digest) !== (kind === 'timestamp'))
    return park(
      'RENEWAL_DIGEST',
      'data.digest',
      '时间戳续期沿用原摘要算法, 哈希树续期须更换 / a timestamp renewal keeps the digest, a hash-tree renewal goes on under another',
    );
  return GATHER;
}

/** That part of a state by which it is told what to do with an input. */
export const considersBy = ({ holding, received, turnedAway }: StoreState): string => {
  if (holding === null && !received && !turnedAway) return '';
  const records = holding?.records.map(({ suite, record, digest, refused }) => [suite, record, digest, refused]);
  return JSON.stringify([received, turnedAway, records]);
};

/** As it was before packages from elsewhere were looked at again and had evidence of their own: nothing was stored under their numbers. */
export const considerAs2 = ({ state, ...rest }: Considered<StoreState, StoreInput>): Gather | Skip | Park =>
  consider({ ...rest, state: state.received ? { ...state, holding: null } : state });
