import type { Finding, ProcessStep, Scheme } from '@guidang/contracts';
import { z } from 'zod';
import { firstOf } from '../evidence.ts';
import { item, type Say } from '../item.ts';

const codes = {
  PERFORMERS_FIT: ['PASS', 'every step was taken by somebody who may take it'],
  POST_NOT_ALLOWED: ['FAIL', 'a step was taken from a post that may not take it'],
  SAME_PERSON: ['FAIL', 'one person took two steps that have to be taken by two'],
  OTHER_UNIT: ['FAIL', 'a step was taken by a unit that is neither the department nor one the matter names'],
  NO_RULES: ['NOT_APPLICABLE', 'the matter does not say who may take which step'],
  SCHEME_UNKNOWN: ['NOT_RUN', 'nothing says who may take which step'],
} as const;
type Code = keyof typeof codes;

const parameters = z.strictObject({
  posts: z.record(z.string(), z.array(z.string()).min(1)).describe('by step, the posts (岗位) that may take it'),
  apart: z.array(z.array(z.string()).min(2)).describe('steps that no one person may take together'),
  units: z
    .array(z.string())
    .nullable()
    .describe('统一社会信用代码 of units beside the department that may take steps; null: any unit may'),
});
type Parameters = z.infer<typeof parameters>;

/** Steps by place, as evidence names them: no staff number, and no post, which may be as good as a name. */
const placed = (steps: readonly ProcessStep[]) => steps.map((one, i) => ({ ...one, place: `steps[${i}] ${one.step}` }));

function sameHands(steps: readonly ProcessStep[], apart: readonly (readonly string[])[]): string[] {
  const by = new Map<string, Set<string>>();
  for (const { step, person } of steps) {
    const there = by.get(person?.id);
    if (there) there.add(step);
    else by.set(person?.id, new Set([step]));
  }
  return apart
    .filter((group) => [...by.values()].some((taken) => group.filter((step) => taken.has(step)).length > 1))
    .map((group) => group.join(' = '));
}

function faultsOf(
  say: Say<Code>,
  scheme: Scheme,
  steps: readonly ProcessStep[],
  { posts, apart, units }: Parameters,
): Finding[] {
  const told = (code: Code, found: readonly string[]): Finding[] =>
    found.length > 0 ? [say(code, 'case', { steps: firstOf(found), count: found.length })] : [];
  const all = placed(steps);
  const allowed = units && [scheme.department.uscc, ...units];
  return [
    ...told(
      'POST_NOT_ALLOWED',
      all.filter(({ step, person }) => posts[step]?.includes(person?.post) === false).map(({ place }) => place),
    ),
    ...told('SAME_PERSON', sameHands(steps, apart)),
    ...told(
      'OTHER_UNIT',
      allowed ? all.filter(({ unit }) => !allowed.includes(unit?.uscc)).map(({ place }) => place) : [],
    ),
  ];
}

export const performers = item(
  {
    code: 'GD-LOCAL-PERFORMERS',
    zh: '经办人员合规性检测',
    en: 'steps were taken by those who may take them',
    property: 'authenticity',
    level: 'WARN',
    mode: 'AUTO',
    looksAt:
      'who took each step: from which post (`posts`), not the same person in steps that are to be kept apart (`apart`), in which unit (`units`)',
    basis: 'ours: scheme; 国办发〔2023〕26号 程序规范',
    sure: 'local',
    built: 'yes',
    parameters,
    codes,
  },
  ['case'],
  (say, parameters) => ({
    case: ({ scheme, dossier: { steps } }) => {
      if (!scheme) return [say('SCHEME_UNKNOWN', 'case', { steps: steps.length })];
      const { posts, apart, units } = parameters;
      const rules = Object.keys(posts).length + apart.length + (units ? 1 : 0);
      if (rules === 0) return [say('NO_RULES', 'case', { rules, steps: steps.length })];
      const faults = faultsOf(say, scheme, steps, parameters);
      return faults.length > 0 ? faults : [say('PERFORMERS_FIT', 'case', { rules, steps: steps.length })];
    },
  }),
);
