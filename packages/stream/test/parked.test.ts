import type { RawRecord } from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import { describe, expect, it } from 'vitest';
import { feedbackRecord, openKeyOf, parkedFeedback, parkedOf, parkedRecord } from '../src/index.ts';

const ID = '440524188001010014';
const AT = '2026-03-12T00:00:00Z';
const record = (key: string | Buffer | null, value: unknown = { id: 'e-1', time: AT }): RawRecord => ({
  topic: 'case.events',
  partition: 3,
  offset: 77,
  timestamp: Date.parse(AT),
  key: key === null ? null : Buffer.from(key),
  value: Buffer.from(JSON.stringify(value)),
  headers: {},
});
const digestOf = (key: string | Buffer): string => `sha256:${sha256Hex(Buffer.from(key))}`;

describe('a record that was put aside is called', () => {
  it.each([
    ['a case number', 'GD-2026-000001'],
    ['a case number of region, date and serial', '441900202603010012'],
  ])('by its key where that is %s', (_, key) => expect(openKeyOf(record(key))).toBe(key));

  it.each<[string, string | Buffer]>([
    ['a name', '陈嘉涵'],
    ['an ID number', ID],
    ['an ID number behind a prefix', `SL-${ID}`],
    ['a phone number with its country', '+8613800138000'],
    ['no UTF-8', Buffer.from([0xff, 0xfe])],
    ['longer than a case number', 'A'.repeat(51)],
  ])('by a digest of its key where that is %s', (_, key) => expect(openKeyOf(record(key))).toBe(digestOf(key)));

  it('by nothing where it has no key', () => {
    expect(openKeyOf(record(null))).toBe('');
    expect(openKeyOf(record(''))).toBe('');
  });

  it('by the time of its event, and by that of its arrival where it tells none', () => {
    const key = '441900200001010012';
    const checked = [...'0123456789X'].map((c) => key.slice(0, 17) + c);
    const named = (value: unknown): string[] => checked.map((one) => openKeyOf(record(one, value)));
    expect(named({ time: '2000-03-01T00:00:00Z' })).toEqual(checked);
    expect(named({}).filter((one) => one.startsWith('sha256:'))).toHaveLength(1);
  });
});

describe('what is told of it in the open', () => {
  it.each([ID, '陈嘉涵'])('holds its key nowhere: %s', (key) => {
    const one = record(key, { id: `e-${ID}`, case: key, time: AT });
    const fault = { field: 'case', rule: 'PERSONAL_ID_NUMBER', message: 'm' };
    const parked = parkedOf('capture', one, 'MALFORMED', [fault], AT);
    const told = feedbackRecord(parkedFeedback(one, parked), 3);
    const aside = parkedRecord('capture', parked, one);
    for (const open of [aside.key, told.key, Buffer.from(told.value).toString(), JSON.stringify(told.headers)])
      for (const secret of [key, ID]) expect(open).not.toContain(secret);
    expect([aside.key, told.key]).toEqual([digestOf(key), digestOf(key)]);
    // The bytes are kept for an operator, as they came.
    expect(Buffer.from(parked.key!, 'base64').toString()).toBe(key);
  });

  it('names the event it answers, where that names nobody', () => {
    const about = (id: unknown) => {
      const one = record('GD-2026-000001', { id });
      return parkedFeedback(one, parkedOf('capture', one, 'MALFORMED', [], AT)).about;
    };
    expect([about('e-1'), about('13800138000'), about(ID), about(7)]).toEqual(['e-1', '13800138000', null, null]);
  });
});
