import { describe, expect, it } from 'vitest';
import { compare, contractFor } from '../src/read/compare.ts';
import { struckOut } from '../src/read/struck-out.ts';

const plain = (text: string): string => text;

describe('a parked record beside its contract', () => {
  const { schema } = contractFor('case.events', 'case.accepted')!;
  const value = { type: 'case.accepted', version: 1, data: { matter: { code: 'XX' }, more: 1 } };
  const faults = [
    { field: 'data.matter.code', rule: 'PATTERN' },
    { field: 'data.matter.name', rule: 'INVALID_TYPE' },
    { field: 'data.files[0].size', rule: 'TOO_BIG' },
  ];
  const rows = compare(schema, value, faults, plain);
  const row = (field: string) => rows.find((one) => one.field === field);

  it('shows each field the contract asks for, what is there, and the rule that was broken', () => {
    expect(row('type')).toMatchObject({
      wanted: '"case.accepted"',
      required: true,
      found: '"case.accepted"',
      faults: [],
    });
    expect(row('data.matter.code')).toMatchObject({ found: '"XX"', faults: ['PATTERN'] });
    expect(row('data.matter.name')).toMatchObject({ found: null, required: true, faults: ['INVALID_TYPE'] });
  });

  it('shows what the contract does not know, and a fault that lies deeper than is shown', () => {
    expect(row('data.more')).toMatchObject({ wanted: '—', found: '1' });
    expect(row('data.files[0].size')).toMatchObject({ faults: ['TOO_BIG'] });
  });

  it('is compared with nothing where no contract is known', () => {
    expect(contractFor('case.events', 'no.such')).toBeUndefined();
    expect(contractFor('case.events', undefined)).toBeUndefined();
    expect(contractFor('archive.capture', 'CaseOpened')?.name).toBe('link');
  });
});

describe('numbers of persons', () => {
  it.each([
    ['身份证 44190020000314997X 号', '身份证 441*************** 号'],
    ['电话13624680193。', '电话136********。'],
    ['卡 6222020200112233445', '卡 622****************'],
  ])('%s become %s', (text, shown) => {
    expect(struckOut(text)).toBe(shown);
  });

  it.each([
    '11441900900710024G3000715011003202601129998',
    `sha256:${'1'.repeat(64)}`,
    '2026-11-25T03:00:00Z',
    '2026',
    '件号 0001',
  ])('%s is none and stays', (text) => {
    expect(struckOut(text)).toBe(text);
  });
});
