import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AnyLink, CaptureLink, type Link, linkBytes, linkHeaders, linkId, STEPS } from '../src/index.ts';
import { CASE, eventOf } from './specimens.ts';

const link: Link = {
  id: linkId('capture', 'evt-1'),
  case: CASE,
  step: 'capture',
  seq: 3,
  previous: 'c'.repeat(64),
  input: { topic: 'case.events', partition: 2, offset: 41, sha256: 'd'.repeat(64) },
  type: 'ProcessStepRecorded',
  version: 1,
  time: '2026-03-02T02:00:01Z',
  decider: { software: '0.1.0', rules: 'capture@1', scheme: null },
  facts: {},
  body: { step: eventOf('case.step.recorded').data },
};
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** The same members in another order, as another program would make them. */
const shuffled = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).reverse()) as T;

describe('the bytes of a link', () => {
  it('are these for ever: its identity is their digest', () => {
    expect(sha256(linkBytes(link))).toBe('1f8cfba7569e56adcc2a3cca8869b3fcfe4b892767a0fc9b7d842bf304ce2e9e');
  });

  it('do not depend on the order in which the envelope was made', () => {
    const other = shuffled({ ...link, input: shuffled(link.input), decider: shuffled(link.decider) });
    expect(linkBytes(other)).toEqual(linkBytes(link));
  });

  it('keep facts and body in the order in which they were made', () => {
    const other = { ...link, body: { step: shuffled(eventOf('case.step.recorded').data) } };
    expect(linkBytes(other)).not.toEqual(linkBytes(link));
  });

  it('hold nothing but the envelope, facts and body', () => {
    const more = { ...link, extra: 1, input: { ...link.input, extra: 1 }, decider: { ...link.decider, extra: 1 } };
    expect(linkBytes(more)).toEqual(linkBytes(link));
  });

  it('are UTF-8 of one line, so that a chain can be written one link a line', () => {
    const text = Buffer.from(linkBytes({ ...link, body: { opinion: '第一行\n第二行' } })).toString('utf8');
    expect(text).not.toContain('\n');
    expect(text).toContain('第一行\\n第二行');
  });

  it('parse back to the link, by its own contract and as a link of any type', () => {
    const json = JSON.parse(Buffer.from(linkBytes(link)).toString());
    expect(CaptureLink.parse(json)).toEqual(link);
    expect(AnyLink.parse(json)).toEqual(link);
  });
});

describe('a link by its contract', () => {
  it.each([
    ['a field nobody knows', { extra: 1 }],
    ['another step', { step: 'check' }],
    ['a type of another step', { type: 'CaseSealed' }],
    ['another version', { version: 2 }],
    ['a negative seq', { seq: -1 }],
    ['a previous that is no digest', { previous: 'C'.repeat(64) }],
    ['an id of another form', { id: 'capture-1' }],
    ['no facts', { facts: undefined }],
    ['a rule without a number', { decider: { ...link.decider, rules: 'capture' } }],
  ])('is refused with %s', (_, change) => expect(CaptureLink.safeParse({ ...link, ...change }).success).toBe(false));
});

describe('the id of a link', () => {
  it('derives from step and input, and from nothing else', () => {
    expect(linkId('capture', 'evt-1')).toBe(linkId('capture', 'evt-1'));
    expect(linkId('capture', 'evt-1')).toBe(`capture-${sha256(Buffer.from('capture\nevt-1')).slice(0, 32)}`);
    const ids = STEPS.flatMap((step) => ['evt-1', 'evt-2'].map((input) => linkId(step, input)));
    expect(new Set(ids).size).toBe(12);
  });

  it('cannot be met by moving the border between step and input', () => {
    expect(linkId('use', 'x')).not.toBe(linkId('use', '\nx'));
  });
});

describe('the headers of a link', () => {
  it('say nothing that the value does not say', () => {
    expect(linkHeaders(link)).toEqual({
      ce_specversion: '1.0',
      ce_id: link.id,
      ce_source: 'guidang/capture',
      ce_type: 'ProcessStepRecorded',
      ce_subject: CASE,
      ce_time: '2026-03-02T02:00:01Z',
    });
  });
});
