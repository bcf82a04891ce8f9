import {
  type CaptureLink,
  type Considered,
  GATHER,
  type Gather,
  type Park,
  type PublishedScheme,
  park,
  type SchemeRef,
  type Skip,
  skip,
} from '@guidang/contracts';
import { FORM, ProfileNotValid, rulesOf } from '@guidang/properties';
import { type CheckInput, isDecision, linkIdOf } from './input.ts';
import type { CheckState } from './state.ts';

/** Links of capture that bring nothing to look at, and why. */
const NOTHING_TO_CHECK: Readonly<Partial<Record<CaptureLink['type'], string>>> = {
  MaterialRefused: 'NOT_TAKEN_IN',
  ProcessStepRecorded: 'JUDGED_AT_CLOSING',
  CaseWithdrawn: 'CASE_WITHDRAWN',
  CaseReopened: 'CASE_REOPENED',
};

/** The scheme that files and case are judged by, as the link names it; of a decision that of the case it is about. */
export function schemeOf({ standing }: CheckState, input: CheckInput): SchemeRef | undefined {
  switch (input.type) {
    case 'CaseOpened':
    case 'FormCaptured':
      return input.body.head.scheme;
    case 'MaterialCaptured':
    case 'MaterialSuperseded':
    case 'ResultCaptured':
      return input.body.scheme;
    case 'CaseCaptured':
      return input.body.dossier.head.scheme;
    case 'finding.resolved':
      return standing?.dossier.head.scheme;
    default:
      return undefined;
  }
}

const materialOf = (link: CheckInput): string | undefined =>
  link.type === 'MaterialCaptured' || link.type === 'MaterialSuperseded' || link.type === 'ResultCaptured'
    ? link.body.material.material
    : undefined;

/**
 * Whether there is anything to look at. What people decide is always answered. What comes from capture for a case that was passed is put aside, whatever it is: the
 * sealed case stays as it is (decision 0001).
 */
export function consider({ state, input, scheme }: Considered<CheckState, CheckInput>): Gather | Skip | Park {
  if (input.type === 'not-ours') return skip('NOT_A_RESOLUTION');
  if (isDecision(input)) return state.answered.includes(linkIdOf(input)) ? skip('DUPLICATE') : GATHER;
  if (state.passed)
    return park(
      'CASE_ALREADY_CHECKED',
      'case',
      '该办件已通过检测并归档, 不再变更 / this case was passed and is archived as it is',
    );
  const nothing = NOTHING_TO_CHECK[input.type];
  if (nothing !== undefined) return skip(nothing);
  // Capture has told the publisher; that there is no form is found when the case closes.
  if (input.type === 'CaseOpened' && input.body.form === null) return skip('FORM_NOT_TAKEN_IN');
  // Its findings would stand under the name of the application form.
  if (materialOf(input) === FORM)
    return park(
      'MATERIAL_NAME_RESERVED',
      'data.material',
      '材料标识 form 专指申请表单 / the identifier `form` means the application form',
    );
  if (!scheme)
    return park('SCHEME_UNKNOWN', 'case', '该归档方案版本尚未发布 / no such version of the scheme is published');
  return rulesInOrder(scheme) ?? GATHER;
}

/** A scheme may have been published with a 检测方案 that names rules there are not: nothing is judged by it, and an operator has to hear of it. */
function rulesInOrder({ scheme }: PublishedScheme): Park | undefined {
  try {
    rulesOf(scheme);
    return undefined;
  } catch (error) {
    if (!(error instanceof ProfileNotValid)) throw error;
    return {
      do: 'park',
      reason: 'RULES_INVALID',
      faults: error.faults.map(({ field, rule }) => ({
        field,
        rule,
        message: '归档方案中的检测方案不成立 / the check profile of the scheme does not hold',
      })),
    };
  }
}
