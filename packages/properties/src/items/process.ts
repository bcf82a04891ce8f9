import type { Finding, ProcessStep, Scheme } from '@guidang/contracts';
import { firstOf } from '../evidence.ts';
import { item, type Say } from '../item.ts';
import { NONE } from '../parameters.ts';

const codes = {
  PROCESS_COMPLETE: ['PASS', 'every required step was gone through to its end'],
  STEP_MISSING: ['FAIL', 'a required step was never recorded'],
  STEP_NOT_FINISHED: ['FAIL', 'a required step is still 待办'],
  STEP_LEFT_RETURNED: ['FAIL', 'the last word of a required step is 退回, and the case was granted all the same'],
  STEP_UNKNOWN: ['WARN', 'a step that the scheme does not know'],
  STEP_OUT_OF_ORDER: ['WARN', 'a step began before one that the scheme expects earlier'],
  SCHEME_UNKNOWN: ['NOT_RUN', 'nothing says which steps are required'],
} as const;
type Code = keyof typeof codes;

const DONE = '2';

/** Codes of steps that first began before one expected earlier did. A step may be gone through again (退回), so only the first time counts. */
function outOfOrder({ steps: expected }: Scheme, steps: readonly ProcessStep[]): string[] {
  const first = new Map<string, number>();
  for (const { step, startedAt } of steps) {
    const began = Date.parse(startedAt);
    if (began < (first.get(step) ?? Number.POSITIVE_INFINITY)) first.set(step, began);
  }
  let latest = Number.NEGATIVE_INFINITY;
  return expected.flatMap(({ code }) => {
    const began = first.get(code);
    if (began === undefined) return [];
    const early = began < latest;
    latest = Math.max(latest, began);
    return early ? [code] : [];
  });
}

/** The latest record of each step by when it began; of two at the same moment the one that was told later. */
function lastWords(steps: readonly ProcessStep[]): ReadonlyMap<string, ProcessStep> {
  const last = new Map<string, ProcessStep>();
  for (const one of steps) {
    const before = last.get(one.step);
    if (!before || Date.parse(one.startedAt) >= Date.parse(before.startedAt)) last.set(one.step, one);
  }
  return last;
}

function faultsOf(say: Say<Code>, scheme: Scheme, steps: readonly ProcessStep[], granted: boolean): Finding[] {
  const recorded = new Set(steps.map(({ step }) => step));
  const finished = new Set(steps.filter(({ state }) => state === DONE).map(({ step }) => step));
  const last = lastWords(steps);
  const required = scheme.steps.filter((step) => step.required).map(({ code }) => code);
  const known = new Set(scheme.steps.map(({ code }) => code));
  const told = (code: Code, found: readonly string[]): Finding[] =>
    found.length > 0 ? [say(code, 'case', { steps: firstOf(found), count: found.length })] : [];
  return [
    ...told(
      'STEP_MISSING',
      required.filter((code) => !recorded.has(code)),
    ),
    ...told(
      'STEP_NOT_FINISHED',
      required.filter((code) => recorded.has(code) && !finished.has(code)),
    ),
    ...told('STEP_LEFT_RETURNED', granted ? required.filter((code) => last.get(code)?.action === 'return') : []),
    ...told(
      'STEP_UNKNOWN',
      [...recorded].filter((code) => !known.has(code)),
    ),
    ...told('STEP_OUT_OF_ORDER', outOfOrder(scheme, steps)),
  ];
}

export const processComplete = item(
  {
    code: 'GD-2-5',
    zh: '过程信息完整性检测',
    en: 'process information is complete',
    property: 'integrity',
    level: 'BLOCK',
    mode: 'AUTO',
    looksAt:
      'the steps recorded (办理环节) against those the scheme requires, in which state, how each ended, and in which order they began',
    basis: 'scheme; GB/T 39046-2020 办理',
    sure: 'F',
    built: 'yes',
    parameters: NONE,
    codes,
  },
  ['case'],
  (say) => ({
    case: ({ scheme, dossier: { steps, closing } }) => {
      if (!scheme) return [say('SCHEME_UNKNOWN', 'case', { steps: steps.length })];
      const faults = faultsOf(say, scheme, steps, closing.outcome === 'granted');
      if (faults.length > 0) return faults;
      const required = scheme.steps.filter((step) => step.required).length;
      return [say('PROCESS_COMPLETE', 'case', { steps: steps.length, required })];
    },
  }),
);
