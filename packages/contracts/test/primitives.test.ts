import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  ApplicationForm,
  Commitment,
  ContentName,
  commitmentTo,
  contentName,
  count,
  paragraph,
  Sha256,
  Sm3,
  Time,
  text,
} from '../src/index.ts';
import { CASE, USCC } from './specimens.ts';

const ok = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown): boolean =>
  schema.safeParse(value).success;

describe('a time', () => {
  it.each([
    '2026-03-01T08:00:00Z',
    '2026-03-01T08:00:00.1Z',
    '2026-03-01T08:00:00.123Z',
    '2024-02-29T23:59:59Z',
    '2000-02-29T00:00:00Z',
    '2026-04-30T00:00:00Z',
    '0004-02-29T00:00:00Z',
  ])('may be %s', (time) => expect(ok(Time, time)).toBe(true));

  it.each([
    ['30 February', '2026-02-30T08:00:00Z'],
    ['29 February of a common year', '2026-02-29T08:00:00Z'],
    ['29 February of 1900, which was no leap year', '1900-02-29T08:00:00Z'],
    ['31 April', '2026-04-31T08:00:00Z'],
    ['day 0', '2026-03-00T08:00:00Z'],
    ['month 13', '2026-13-01T08:00:00Z'],
    ['24 o’clock', '2026-03-01T24:00:00Z'],
    ['a leap second', '2026-12-31T23:59:60Z'],
    ['an offset in place of Z', '2026-03-01T16:00:00+08:00'],
    ['no zone at all', '2026-03-01T08:00:00'],
    ['a date alone', '2026-03-01'],
    ['a small z', '2026-03-01T08:00:00z'],
    ['microseconds', '2026-03-01T08:00:00.123456Z'],
    ['a space for the T', '2026-03-01 08:00:00Z'],
    ['something behind it', '2026-03-01T08:00:00Z\n'],
    ['a year of five digits', '12026-03-01T08:00:00Z'],
    ['full-width digits', '２026-03-01T08:00:00Z'],
    ['a number', 1_772_000_000_000],
  ])('is refused with %s', (_, time) => expect(ok(Time, time)).toBe(false));

  it('says which rule a day that does not exist breaks', () => {
    const { error } = Time.safeParse('2026-02-30T08:00:00Z');
    expect(error!.issues[0]).toMatchObject({ code: 'custom', params: { rule: 'NO_SUCH_DATE' } });
  });
});

describe('a text of one line', () => {
  it.each(['东莞市卫生健康局', 'a', '𠮷'.repeat(5), '１２３', 'é'])('may be "%s"', (value) =>
    expect(ok(text(10), value)).toBe(true),
  );

  it.each([
    ['nothing', ''],
    ['too much', 'a'.repeat(11)],
    ['a line feed', 'a\nb'],
    ['a tab', 'a\tb'],
    ['NUL', 'a\0b'],
    ['a C1 control', 'a\u0085b'],
    ['a line separator', 'a\u2028b'],
    ['a paragraph separator', 'a\u2029b'],
    ['half a surrogate pair', 'a\ud842'],
    ['a noncharacter', 'a\ufffe'],
    ['a number', 7],
  ])('may not hold %s', (_, value) => expect(ok(text(10), value)).toBe(false));
});

describe('a text of several lines', () => {
  it.each(['', '材料齐全\n同意', '\n\n'])('may be %j', (value) => expect(ok(paragraph(10), value)).toBe(true));
  it.each([
    ['a carriage return', 'a\r\nb'],
    ['a tab', 'a\tb'],
    ['NUL', '\0'],
    ['half a surrogate pair', '\udc00'],
    ['too much', 'a'.repeat(11)],
  ])('may not hold %s', (_, value) => expect(ok(paragraph(10), value)).toBe(false));
});

describe('names of content', () => {
  const digest = 'a'.repeat(64);

  it('are digests in small hexadecimal', () => {
    for (const schema of [Sha256, Sm3]) {
      expect(ok(schema, digest)).toBe(true);
      for (const wrong of ['A'.repeat(64), 'a'.repeat(63), 'a'.repeat(65), `${digest}\n`, 'g'.repeat(64), ''])
        expect(ok(schema, wrong), wrong).toBe(false);
    }
  });

  it('say which digest they are', () => {
    expect(contentName(digest)).toBe(`sha256:${digest}`);
    expect(ok(ContentName, `sha256:${digest}`)).toBe(true);
    for (const wrong of [digest, `sm3:${digest}`, `sha256:${digest.toUpperCase()}`, `sha256:../${digest}`])
      expect(ok(ContentName, wrong), wrong).toBe(false);
  });

  it('are told from commitments', () => {
    expect(ok(Commitment, `commit:${digest}`)).toBe(true);
    expect(ok(Commitment, `sha256:${digest}`)).toBe(false);
    expect(ok(ContentName, `commit:${digest}`)).toBe(false);
  });

  it.each([
    [0, true],
    [2 ** 53 - 1, true],
    [-1, false],
    [1.5, false],
    [2 ** 53, false],
    ['1', false],
    [Number.NaN, false],
  ])('count %s: %s', (n, fine) => expect(ok(count, n)).toBe(fine));
});

describe('a commitment', () => {
  const salt = '00112233445566778899aabbccddeeff'.repeat(2);
  const identity = { type: '111', number: '11010519491231002X' };

  it('is SHA-256 of salt, kind of document, line feed and number, as anybody computes it', () => {
    const hash = createHash('sha256');
    hash.update(Buffer.from(salt, 'hex'));
    hash.update('111\n11010519491231002X', 'utf8');
    expect(commitmentTo(salt, identity)).toBe(`commit:${hash.digest('hex')}`);
  });

  it('has these bytes for ever', () => {
    expect(commitmentTo(salt, identity)).toBe(
      'commit:3f85aa2fa3f47e2395d2a7abc9f3e71e2e9f1ac89d84cfec8f2becd83bf83c6f',
    );
  });

  it('is the same for a small x, and another for another salt, kind or number', () => {
    const all = [
      commitmentTo(salt, identity),
      commitmentTo(salt.replace('0', '1'), identity),
      commitmentTo(salt, { ...identity, type: '414' }),
      commitmentTo(salt, { ...identity, number: '440524188001010014' }),
    ];
    expect(new Set(all).size).toBe(4);
    expect(commitmentTo(salt, { ...identity, number: '11010519491231002x' })).toBe(all[0]);
  });

  it.each(['', 'a', 'zz'.repeat(32), 'A'.repeat(64), '0'.repeat(63)])('is not made with "%s" for a salt', (bad) => {
    expect(() => commitmentTo(bad, identity)).toThrow(RangeError);
  });
});

describe('the application form', () => {
  const form = {
    type: 'application-form',
    version: 1,
    case: CASE,
    salt: 'a'.repeat(64),
    applicant: { name: '陈嘉涵', identity: { type: '111', number: '440524188001010014' }, phone: '13800138000' },
    fields: [{ name: '执业地点', value: '东莞市人民医院' }],
  };

  it('may name people: it is the one object that does', () => expect(ok(ApplicationForm, form)).toBe(true));

  it('takes a unit by its 统一社会信用代码', () => {
    const applicant = { name: '东莞市某某有限公司', identity: { type: 'USCC', number: USCC } };
    expect(ok(ApplicationForm, { ...form, applicant })).toBe(true);
  });

  it('takes documents it cannot check as they are', () => {
    const applicant = { name: 'Zhang San', identity: { type: '414', number: 'E12345678' } };
    expect(ok(ApplicationForm, { ...form, applicant })).toBe(true);
  });

  it.each([
    ['ID_NUMBER', '111', '440524188001010015'],
    ['USCC', 'USCC', '12441500196720244U'],
  ])('breaks the rule %s by a wrong check character', (rule, type, number) => {
    const applicant = { name: '陈嘉涵', identity: { type, number } };
    const { error } = ApplicationForm.safeParse({ ...form, applicant });
    expect(error!.issues[0]).toMatchObject({ path: ['applicant', 'identity', 'number'], params: { rule } });
  });

  it.each([
    ['without a salt', { ...form, salt: undefined }],
    ['with a short salt', { ...form, salt: 'a'.repeat(32) }],
    ['of an unknown version', { ...form, version: 2 }],
    ['with a field nobody knows', { ...form, spouse: '李四' }],
    ['with 501 fields', { ...form, fields: Array.from({ length: 501 }, () => form.fields[0]) }],
  ])('is refused %s', (_, value) => expect(ok(ApplicationForm, value)).toBe(false));
});
