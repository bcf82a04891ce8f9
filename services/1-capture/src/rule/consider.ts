import {
  type CaseEvent,
  type Considered,
  GATHER,
  type Gather,
  LIMITS,
  type Park,
  park,
  type Skip,
  skip,
} from '@guidang/contracts';
import { countOf, filesOf, materialOf } from './announced.ts';
import { linkIdFor } from './input.ts';
import { replacing } from './replacing.ts';
import type { CaptureState } from './state.ts';
import { outOfScheme } from './under-scheme.ts';

/** Whether there is anything to take in. Everything that can be refused without looking at a file is refused here. */
export function consider({ state, input, scheme }: Considered<CaptureState, CaseEvent>): Gather | Skip | Park {
  if (state.seen.includes(linkIdFor(input))) return skip('DUPLICATE');
  return (
    notTheirs(state, input) ??
    outOfPlace(state, input) ??
    outOfScheme(state, input, scheme) ??
    identifierClash(state, input) ??
    tooMuch(state, input) ??
    GATHER
  );
}

/** A case belongs to the system that opened it: what another one says of it is not taken, whichever door it came through. */
function notTheirs({ head }: CaptureState, { source }: CaseEvent): Park | undefined {
  if (head === null || head.source === source) return undefined;
  return park('SOURCE_DIFFERS', 'source', '该办件由其他系统受理 / this case was opened by another system');
}

function outOfPlace({ phase }: CaptureState, { type }: CaseEvent): Park | undefined {
  if (phase === 'unknown' && type !== 'case.accepted')
    return park('CASE_UNKNOWN', 'case', '该办件尚未受理 / this case was never accepted');
  if (phase === 'withdrawn') return park('CASE_WITHDRAWN', 'case', '该办件已撤回 / this case was withdrawn');
  if (phase === 'closed' && type !== 'case.amended')
    return park(
      'CASE_CLOSED',
      'case',
      '该办件已办结, 如需更正请先发补正事件 / this case is closed; amend it (case.amended) before anything else is sent',
    );
  if (phase === 'open' && type === 'case.accepted')
    return park('CASE_ALREADY_OPEN', 'case', '该办件已受理 / this case was accepted before');
  if (phase === 'open' && type === 'case.amended')
    return park('CASE_OPEN', 'case', '该办件尚未办结, 无需补正 / this case is still open; there is nothing to amend');
  return undefined;
}

function identifierClash(state: CaptureState, event: CaseEvent): Park | undefined {
  const material = materialOf(event);
  if (!material) return undefined;
  const used = [...state.materials, ...state.superseded].some((one) => one.material === material.published.material);
  if (used)
    return park(
      'MATERIAL_EXISTS',
      `${material.field}.material`,
      '材料标识在本办件中已使用 / this identifier is in use in the case; a replacement needs one of its own',
    );
  if (event.type === 'case.material.replaced' && !replacing(state, event.data.replaces))
    return park(
      'MATERIAL_UNKNOWN',
      'data.replaces',
      '没有可替换的该材料 / no material in force has this identifier, and none was refused under it',
    );
  return undefined;
}

function tooMuch(state: CaptureState, event: CaseEvent): Park | undefined {
  const material = materialOf(event);
  const held = [...state.materials, ...state.superseded].reduce((sum, one) => sum + countOf(one), 1);
  // The form of the acceptance is the one that is counted already.
  if (event.type !== 'case.accepted' && held + countOf(filesOf(event)) > LIMITS.filesPerCase)
    return park(
      'TOO_MANY_FILES',
      material ? `${material.field}.files` : 'data.form',
      `一个办件最多 ${LIMITS.filesPerCase} 个文件 / a case has at most ${LIMITS.filesPerCase} files`,
    );
  if (event.type === 'case.step.recorded' && state.steps.length >= LIMITS.stepsPerCase)
    return park(
      'TOO_MANY_STEPS',
      'data',
      `一个办件最多 ${LIMITS.stepsPerCase} 个环节 / a case has at most ${LIMITS.stepsPerCase} steps`,
    );
  if (event.type === 'case.result.issued' && state.results.length >= LIMITS.resultsPerCase)
    return park(
      'TOO_MANY_RESULTS',
      'data.result',
      `一个办件最多 ${LIMITS.resultsPerCase} 个结果 / a case has at most ${LIMITS.resultsPerCase} results`,
    );
  return undefined;
}
