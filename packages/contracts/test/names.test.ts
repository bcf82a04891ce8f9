import { describe, expect, it } from 'vitest';
import {
  ARCHIVE_TOPICS,
  CASE_EVENT_VERSIONS,
  CASE_EVENTS,
  CASE_KEYED_TOPICS,
  CaseDecision,
  CaseEvent,
  CHECKPOINTS,
  CheckpointRecord,
  CONTROLS,
  isLegalOrder,
  LINKS,
  type LinkType,
  MAY_ANSWER,
  MAY_FOLLOW,
  READS,
  SCHEMES,
  STEP_OF,
  STEPS,
  type StepName,
  TOPICS,
} from '../src/index.ts';

/** The literal types of a union of records. */
const typesOf = (union: { options: readonly { shape: { type: { value: string } } }[] }): string[] =>
  union.options.map((option) => option.shape.type.value);
// Each step's contract is such a union; TypeScript sees six unlike ones.
const linkTypes = (step: StepName): LinkType[] => typesOf(LINKS[step] as never) as LinkType[];
const ALL = STEPS.flatMap(linkTypes);

describe('topics', () => {
  it('are named once', () => expect(new Set(TOPICS).size).toBe(TOPICS.length));

  it('are the ones of architecture.md §4', () => {
    expect(TOPICS.toSorted()).toEqual(
      [
        ...[
          'case.events',
          'case.decisions',
          'case.feedback',
          'archive.checkpoint',
          'archive.notary.parked',
          'registry.schemes',
          'stream.controls',
        ],
        ...STEPS.flatMap((step) => [`archive.${step}`, `archive.${step}.parked`]),
      ].toSorted(),
    );
  });

  it('keyed by case are all but the log, the schemes and what operators bid', () => {
    expect(TOPICS.filter((topic) => !CASE_KEYED_TOPICS.includes(topic))).toEqual([CHECKPOINTS, SCHEMES, CONTROLS]);
  });

  it('are read in the order of the chain: each step reads what the one before it writes', () => {
    STEPS.forEach((step, at) => {
      expect(READS[step][0]).toBe(at === 0 ? CASE_EVENTS : ARCHIVE_TOPICS[at - 1]);
    });
  });

  it('that a step reads exist and are keyed by case', () => {
    for (const step of STEPS) for (const topic of READS[step]) expect(CASE_KEYED_TOPICS).toContain(topic);
  });
});

describe('versions of case events', () => {
  it('are listed for exactly the types there are', () => {
    expect(Object.keys(CASE_EVENT_VERSIONS).toSorted()).toEqual(typesOf(CaseEvent as never).toSorted());
  });
});

describe('the legal order', () => {
  it('knows every link type there is, once, and no other', () => {
    expect(new Set(ALL).size).toBe(ALL.length);
    for (const table of [MAY_FOLLOW, MAY_ANSWER, STEP_OF])
      expect(Object.keys(table).toSorted()).toEqual(ALL.toSorted());
  });

  it('says of each type the step whose contract it is in', () => {
    for (const step of STEPS) for (const type of linkTypes(step)) expect(STEP_OF[type], type).toBe(step);
  });

  it.each(ALL)('%s follows only links of its own step', (type) => {
    expect(MAY_FOLLOW[type].length).toBeGreaterThan(0);
    for (const before of MAY_FOLLOW[type]) if (before !== null) expect(STEP_OF[before], before).toBe(STEP_OF[type]);
  });

  it.each(STEPS)('lets every link of %s be reached from the beginning of its chain', (step) => {
    const reached = new Set<LinkType | null>([null]);
    for (let grown = true; grown; ) {
      const next = linkTypes(step).filter((type) => !reached.has(type) && MAY_FOLLOW[type].some((b) => reached.has(b)));
      for (const type of next) reached.add(type);
      grown = next.length > 0;
    }
    expect(linkTypes(step).filter((type) => !reached.has(type))).toEqual([]);
  });

  it.each(ALL)('%s answers only what its step reads', (type) => {
    const carried: Record<string, string[]> = {
      'case.events': typesOf(CaseEvent as never),
      'case.decisions': typesOf(CaseDecision as never),
      ...Object.fromEntries(STEPS.map((step) => [`archive.${step}`, linkTypes(step)])),
    };
    const readable = READS[STEP_OF[type]].flatMap((topic) => carried[topic]!);
    expect(MAY_ANSWER[type].length).toBeGreaterThan(0);
    for (const answered of MAY_ANSWER[type]) expect(readable).toContain(answered);
  });

  it('leaves no event and no decision without a link that may answer it, but what two persons decided of a list', () => {
    const answered = new Set(Object.values(MAY_ANSWER).flat());
    const types = [...typesOf(CaseEvent as never), ...typesOf(CaseDecision as never)];
    // They stand in the topic for whoever acts on them; every step passes them over (by-two.ts).
    expect(types.filter((type) => !answered.has(type))).toEqual(['disposal.decided', 'arrangement.adjusted']);
  });

  it.each([
    [null, 'CaseOpened', true],
    ['CaseOpened', 'CaseOpened', false],
    [null, 'MaterialCaptured', false],
    ['CaseOpened', 'MaterialCaptured', true],
    ['CaseCaptured', 'MaterialCaptured', false],
    ['CaseCaptured', 'CaseReopened', true],
    ['CaseReopened', 'MaterialCaptured', true],
    ['CaseWithdrawn', 'MaterialCaptured', false],
    ['CaseWithdrawn', 'CaseReopened', false],
    ['CaseCaptured', 'CaseWithdrawn', false],
    ['CaseChecked', 'CaseChecked', false],
    ['CaseRefused', 'CaseChecked', true],
    ['CaseSealed', 'CaseSealed', false],
    ['CaseStored', 'PackageRefused', false],
    ['PackageRefused', 'CaseStored', true],
    ['CopyMade', 'CaseIndexed', true],
  ] as const)('%s, then %s: %s', (before, next, legal) => expect(isLegalOrder(before, next)).toBe(legal));
});

describe('the log', () => {
  it('has two kinds of records (docs/decisions/0002)', () => {
    expect(typesOf(CheckpointRecord as never)).toEqual(['checkpoint', 'cosigned']);
  });
});
