import { describe, expect, it } from 'vitest';
import {
  type CaseEventType,
  eventHeaders,
  type Fault,
  keyOf,
  LIMITS,
  Malformed,
  parseCaseEvent,
  parseJson,
  type RawRecord,
} from '../src/index.ts';
import { CASE, changed, eventOf, events, rawOf, recordOf } from './specimens.ts';

const faults = (work: () => unknown): readonly Fault[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof Malformed) return error.faults;
    throw error;
  }
  throw new Error('nothing was refused');
};
/** `field RULE` of everything a record is refused for. */
const refused = (record: RawRecord): string[] =>
  faults(() => parseCaseEvent(record)).map(({ field, rule }) => `${field} ${rule}`.trim());

const ID = '440524188001010014';
const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const closed = eventOf('case.closed');

describe('a right event', () => {
  it.each(events)('of type $type is taken as it is', (event) => {
    expect(parseCaseEvent(recordOf(event))).toEqual(event);
  });

  it('needs no headers, and headers of others do not matter', () => {
    const headers = { traceparent: 'x', other: 'y' };
    expect(parseCaseEvent({ ...recordOf(closed), headers })).toEqual(closed);
  });

  it('may be as large and as deep as the limits say', () => {
    const long = changed(eventOf('case.step.recorded'), 'data.opinion', '意'.repeat(1000));
    expect(parseCaseEvent(recordOf(long))).toEqual(long);
    const padded = `${' '.repeat(LIMITS.recordBytes - JSON.stringify(closed).length)}${JSON.stringify(closed)}`;
    expect(parseCaseEvent(rawOf(padded))).toEqual(closed);
  });

  it('may run ahead of the broker’s clock by what clocks differ', () => {
    const record = recordOf(closed);
    const timestamp = Date.parse(closed.time) - LIMITS.aheadMs;
    expect(parseCaseEvent({ ...record, timestamp })).toEqual(closed);
    expect(refused({ ...record, timestamp: timestamp - 1 })).toEqual(['time IN_THE_FUTURE']);
  });
});

describe('bytes that are no event', () => {
  const text = JSON.stringify(closed);
  it.each<[string, string | Uint8Array | null, string]>([
    ['nothing', null, 'EMPTY'],
    ['no bytes', '', 'EMPTY'],
    ['5 MB', `{"a":"${'x'.repeat(5_000_000)}"}`, 'TOO_LARGE'],
    ['one byte more than is taken', text.padEnd(LIMITS.recordBytes + 1), 'TOO_LARGE'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'NOT_UTF8'],
    ['a surrogate written as UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'NOT_UTF8'],
    ['GBK', Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xd6, 0xd0]), Buffer.from('"}')]), 'NOT_UTF8'],
    ['a NUL byte', text.replace('granted', 'gran\0ted'), 'NUL'],
    ['an escaped NUL', text.replace('granted', 'gran\\u0000ted'), 'NUL'],
    ['broken JSON', text.slice(0, -1), 'NOT_JSON'],
    ['two values', `${text}${text}`, 'NOT_JSON'],
    ['XML', '<case/>', 'NOT_JSON'],
    ['a comment', `${text}// x`, 'NOT_JSON'],
    ['a string that never ends', '{"a":"\\"', 'NOT_JSON'],
    ['NaN', '{"a":NaN}', 'NOT_JSON'],
    ['an array', `[${text}]`, 'NOT_AN_OBJECT'],
    ['null', 'null', 'NOT_AN_OBJECT'],
    ['a string', '"case.closed"', 'NOT_AN_OBJECT'],
    ['a number', '7', 'NOT_AN_OBJECT'],
    ['17 levels', `{"a":${nested(LIMITS.depth)}}`, 'TOO_DEEP'],
    ['400,000 levels', nested(400_000), 'TOO_DEEP'],
    ['400,000 levels that never close', '['.repeat(400_000), 'TOO_DEEP'],
    ['a member twice', text.replace('"version":1', '"version":1,"version":1'), 'DUPLICATE_KEY'],
    ['a member twice deep inside', text.replace('"files":2', '"files":2,"f\\u0069les":3'), 'DUPLICATE_KEY'],
  ])('%s is refused by %s', (_, value, rule) => {
    expect(refused(rawOf(value))).toEqual([rule]);
  });

  it('16 levels are not too deep', () => {
    expect(refused(rawOf(`{"a":${nested(LIMITS.depth - 1)}}`))).toEqual(['type UNKNOWN_TYPE']);
  });

  it('brackets, colons and quotes inside strings are text', () => {
    const value = `{"type":"${'[{:'.repeat(50)}\\"[\\\\"}`;
    expect(refused(rawOf(value))).toEqual(['type UNKNOWN_TYPE']);
  });

  it('several records at once may be parsed under the same checks, one level deeper', () => {
    const batch = `[{"a":${nested(LIMITS.depth - 1)}}]`;
    expect(faults(() => parseJson(Buffer.from(batch), 1_000))[0]!.rule).toBe('TOO_DEEP');
    expect(parseJson(Buffer.from(batch), 1_000, LIMITS.depth + 1)).toHaveLength(1);
  });
});

describe('an event that is not known', () => {
  it.each(['case.reopened', '', 'constructor', 'toString', '__proto__', 'hasOwnProperty', 7, null, ['case.closed']])(
    'by its type %j is refused by name',
    (type) => expect(refused(rawOf(JSON.stringify({ ...closed, type })))).toEqual(['type UNKNOWN_TYPE']),
  );

  it('without a type is refused', () => expect(refused(rawOf('{}'))).toEqual(['type UNKNOWN_TYPE']));

  it.each([0, 2, '1', null, 1.5, [1]])('by its version %j is refused by name', (version) =>
    expect(refused(rawOf(JSON.stringify({ ...closed, version })))).toEqual(['version UNKNOWN_VERSION']),
  );
});

describe('an event that breaks its contract', () => {
  it.each<[CaseEventType, string, unknown, string]>([
    // The envelope, the same for every type.
    ['case.closed', 'specversion', '0.3', 'specversion INVALID_VALUE'],
    ['case.closed', 'id', undefined, 'id INVALID_TYPE'],
    ['case.closed', 'id', '', 'id INVALID_FORMAT'],
    ['case.closed', 'id', 'with space', 'id INVALID_FORMAT'],
    ['case.closed', 'id', 'x'.repeat(101), 'id INVALID_FORMAT'],
    ['case.closed', 'source', '系统', 'source INVALID_FORMAT'],
    ['case.closed', 'time', '2026-02-30T00:00:00Z', 'time NO_SUCH_DATE'],
    ['case.closed', 'time', '2026-03-01 08:00', 'time INVALID_FORMAT'],
    ['case.closed', 'data', undefined, 'data INVALID_TYPE'],
    ['case.closed', 'data', [], 'data INVALID_TYPE'],
    ['case.closed', 'extra', 1, 'extra UNRECOGNIZED_KEYS'],
    // case.accepted
    ['case.accepted', 'data.matter.code', '12441500196720244U3442199806003', 'data.matter.code MATTER_CODE'],
    ['case.accepted', 'data.matter.name', '', 'data.matter.name TOO_SMALL'],
    ['case.accepted', 'data.matter.name', '字'.repeat(201), 'data.matter.name TOO_BIG'],
    ['case.accepted', 'data.matter.name', 'a\u202f\u2028b', 'data.matter.name CONTROL_CHARACTER'],
    ['case.accepted', 'data.matter.name', 'a\ud800', 'data.matter.name NOT_UNICODE'],
    ['case.accepted', 'data.scheme.id', '../x', 'data.scheme.id INVALID_FORMAT'],
    ['case.accepted', 'data.scheme.version', 0, 'data.scheme.version TOO_SMALL'],
    ['case.accepted', 'data.scheme.version', '1', 'data.scheme.version INVALID_TYPE'],
    ['case.accepted', 'data.department.uscc', '12441500196720244U', 'data.department.uscc USCC'],
    ['case.accepted', 'data.department.fonds', 'JJJ1', 'data.department.fonds INVALID_FORMAT'],
    ['case.accepted', 'data.region', '4419', 'data.region INVALID_FORMAT'],
    ['case.accepted', 'data.applicant.kind', '7', 'data.applicant.kind INVALID_VALUE'],
    [
      'case.accepted',
      'data.applicant.reference',
      `sha256:${'a'.repeat(64)}`,
      'data.applicant.reference INVALID_FORMAT',
    ],
    ['case.accepted', 'data.applicant.name', '陈', 'data.applicant.name UNRECOGNIZED_KEYS'],
    ['case.accepted', 'data.applicant.form', undefined, 'data.applicant.form INVALID_TYPE'],
    ['case.accepted', 'data.applicant.form.content', undefined, 'data.applicant.form.content CONTENT_OR_ADDRESS'],
    ['case.accepted', 'data.channel', '5', 'data.channel INVALID_VALUE'],
    ['case.accepted', 'data.kind', 2, 'data.kind INVALID_VALUE'],
    ['case.accepted', 'data.receivedAt', '2026-13-01T00:00:00Z', 'data.receivedAt INVALID_FORMAT'],
    ['case.accepted', 'data.acceptedAt', null, 'data.acceptedAt INVALID_TYPE'],
    ['case.accepted', 'data.promisedAt', '2025-02-29T00:00:00Z', 'data.promisedAt NO_SUCH_DATE'],
    ['case.accepted', 'data.submission', 'a/b', 'data.submission INVALID_FORMAT'],
    // case.material.added
    ['case.material.added', 'data.material', '材料一', 'data.material INVALID_FORMAT'],
    ['case.material.added', 'data.item', undefined, 'data.item INVALID_TYPE'],
    ['case.material.added', 'data.group', 'other', 'data.group INVALID_VALUE'],
    ['case.material.added', 'data.collected', 'fax', 'data.collected INVALID_VALUE'],
    ['case.material.added', 'data.files', [], 'data.files TOO_SMALL'],
    ['case.material.added', 'data.files[0].name', '', 'data.files[0].name TOO_SMALL'],
    ['case.material.added', 'data.files[0].content', 'a'.repeat(64), 'data.files[0].content INVALID_FORMAT'],
    [
      'case.material.added',
      'data.files[0].address',
      'https://f.example.cn/1',
      'data.files[0].content CONTENT_OR_ADDRESS',
    ],
    [
      'case.material.added',
      'data.files[0].address',
      'file:///etc/passwd',
      'data.files[0].address INVALID_FORMAT; data.files[0].content CONTENT_OR_ADDRESS',
    ],
    ['case.material.added', 'data.files[0].sha256', 'A'.repeat(64), 'data.files[0].sha256 INVALID_FORMAT'],
    ['case.material.added', 'data.files[0].sm3', '', 'data.files[0].sm3 INVALID_FORMAT'],
    ['case.material.added', 'data.files[0].size', -1, 'data.files[0].size TOO_SMALL'],
    ['case.material.added', 'data.files[0].size', 1.5, 'data.files[0].size INVALID_TYPE'],
    ['case.material.added', 'data.files[0].size', LIMITS.fileBytes + 1, 'data.files[0].size TOO_BIG'],
    ['case.material.added', 'data.files[0].size', '1', 'data.files[0].size INVALID_TYPE'],
    ['case.material.added', 'data.files[0].pages', 100_001, 'data.files[0].pages TOO_BIG'],
    ['case.material.added', 'data.files[0].path', '/etc', 'data.files[0].path UNRECOGNIZED_KEYS'],
    ['case.material.added', 'data.scan.confirmed', 'yes', 'data.scan.confirmed INVALID_TYPE'],
    [
      'case.material.added',
      'data.scan.countersignature.name',
      undefined,
      'data.scan.countersignature.name INVALID_TYPE',
    ],
    // case.material.replaced
    ['case.material.replaced', 'data.replaces', undefined, 'data.replaces INVALID_TYPE'],
    ['case.material.replaced', 'data.replaces', '', 'data.replaces INVALID_FORMAT'],
    ['case.material.replaced', 'data.reason', 'a\r\nb', 'data.reason CONTROL_CHARACTER'],
    ['case.material.replaced', 'data.reason', '字'.repeat(501), 'data.reason TOO_BIG'],
    // case.step.recorded
    ['case.step.recorded', 'data.step', '审核', 'data.step INVALID_FORMAT'],
    ['case.step.recorded', 'data.action', '通过', 'data.action INVALID_VALUE'],
    ['case.step.recorded', 'data.state', '3', 'data.state INVALID_VALUE'],
    ['case.step.recorded', 'data.person.id', '王科长', 'data.person.id INVALID_FORMAT'],
    ['case.step.recorded', 'data.person.name', '王科长', 'data.person.name UNRECOGNIZED_KEYS'],
    ['case.step.recorded', 'data.unit.uscc', '', 'data.unit.uscc USCC'],
    ['case.step.recorded', 'data.opinion', '字'.repeat(1001), 'data.opinion TOO_BIG'],
    ['case.step.recorded', 'data.endedAt', '2026-03-02T02:00:00+08:00', 'data.endedAt INVALID_FORMAT'],
    // case.result.issued
    ['case.result.issued', 'data.result.number', '1'.repeat(51), 'data.result.number TOO_BIG'],
    ['case.result.issued', 'data.result.issuer.name', undefined, 'data.result.issuer.name INVALID_TYPE'],
    ['case.result.issued', 'data.document', null, 'data.document INVALID_TYPE'],
    ['case.result.issued', 'data.result.validUntil', '永久', 'data.result.validUntil INVALID_FORMAT'],
    // case.closed, case.withdrawn, case.amended
    ['case.closed', 'data.outcome', 'approved', 'data.outcome INVALID_VALUE'],
    ['case.closed', 'data.materials', -1, 'data.materials TOO_SMALL'],
    ['case.closed', 'data.bytes', 1e300, 'data.bytes TOO_BIG'],
    ['case.withdrawn', 'data.withdrawnAt', undefined, 'data.withdrawnAt INVALID_TYPE'],
    ['case.amended', 'data.reason', 7, 'data.reason INVALID_TYPE'],
  ])('%s is refused with %s = %j', (type, path, value, expected) => {
    const event = changed(eventOf(type), path, value as never);
    expect(refused({ ...rawOf(JSON.stringify(event)) })).toEqual(expected.split('; '));
  });

  it('names every fault, not the first', () => {
    let event = changed(eventOf('case.accepted'), 'data.region', 'x');
    event = changed(event, 'data.kind', '3');
    event = changed(event, 'time', 'yesterday');
    expect(refused(rawOf(JSON.stringify(event)))).toEqual([
      'time INVALID_FORMAT',
      'data.region INVALID_FORMAT',
      'data.kind INVALID_VALUE',
    ]);
  });

  it('names at most twenty', () => {
    const extra = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`x${n}`, 1]));
    expect(refused(rawOf(JSON.stringify({ ...closed, ...extra })))).toHaveLength(20);
  });

  it('with a field whose name is as long as a novel answers with a name of sixty characters', () => {
    const [fault] = faults(() => parseCaseEvent(rawOf(JSON.stringify({ ...closed, ['x'.repeat(500_000)]: 1 }))));
    expect(fault!.field).toBe('x'.repeat(60));
  });

  it('cannot reach what every object has', () => {
    const value = JSON.stringify(closed).replace('"data":', '"__proto__":{"polluted":1},"data":');
    expect(refused(rawOf(value))).toEqual(['__proto__ UNRECOGNIZED_KEYS']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('is answered without its values', () => {
    const secret = 'geheim-7319';
    const paths = ['id', 'source', 'time', 'case', 'specversion', 'data.outcome', 'data.closedAt', 'data.materials'];
    for (const path of paths) {
      const record = rawOf(JSON.stringify(changed(closed, path, `${secret} 一`)));
      expect(JSON.stringify(faults(() => parseCaseEvent(record))), path).not.toContain(secret);
    }
  });
});

describe('an event that does not agree with its record', () => {
  it.each([
    ['another case number as key', 'GD-2026-000001'],
    ['a key in small letters', CASE.toLowerCase()],
    ['no key', null],
    ['an empty key', ''],
  ])('has %s', (_, key) => expect(refused(rawOf(JSON.stringify(closed), key))).toEqual(['case KEY_MISMATCH']));

  it('has a key that is not UTF-8', () => {
    const record = { ...recordOf(closed), key: Buffer.from([0xff, 0xfe]) };
    expect(keyOf(record)).toBeUndefined();
    expect(refused(record)).toEqual(['case KEY_MISMATCH']);
  });

  it.each(Object.keys(eventHeaders(closed)))('has another %s in its headers', (header) => {
    const record = recordOf(closed);
    const headers = { ...record.headers, [header]: 'x' };
    expect(refused({ ...record, headers })).toEqual([`${header} HEADER_MISMATCH`]);
  });

  it('is told of everything that does not agree at once', () => {
    const headers = { ...eventHeaders(closed), ce_id: 'x', ce_time: 'y' };
    const record = { ...rawOf(JSON.stringify(closed), 'OTHER-1'), headers, timestamp: 0 };
    expect(refused(record)).toEqual([
      'case KEY_MISMATCH',
      'ce_id HEADER_MISMATCH',
      'ce_time HEADER_MISMATCH',
      'time IN_THE_FUTURE',
    ]);
  });
});

describe('an event with personal data in the open', () => {
  it('is refused by field and kind before anything else is looked at, and the value is not repeated', () => {
    let event = changed(eventOf('case.step.recorded'), 'data.opinion', `身份证${ID},电话13800138000`);
    event = changed(event, 'data.person', { id: 'S-1', 姓名: '王建国' });
    const found = faults(() => parseCaseEvent(rawOf(JSON.stringify(event))));
    expect(found.map(({ field, rule }) => `${field} ${rule}`)).toEqual([
      'data.person.姓名 PERSONAL_NAME_FIELD',
      'data.opinion PERSONAL_ID_NUMBER',
      'data.opinion PERSONAL_PHONE',
    ]);
    expect(JSON.stringify(found)).not.toMatch(/王建国|440524|1380013/);
  });

  it('is refused also where the fields are not of the contract', () => {
    const event = { ...closed, data: { ...closed.data, note: [{ [ID]: true }] } };
    const found = faults(() => parseCaseEvent(rawOf(JSON.stringify(event))));
    expect(found).toMatchObject([{ field: 'data.note[0].*', rule: 'PERSONAL_ID_NUMBER' }]);
    expect(JSON.stringify(found)).not.toContain(ID);
  });
});

describe('a refusal', () => {
  it('says in one line which fields broke which rules, in two languages', () => {
    const error = (() => {
      try {
        return parseCaseEvent(rawOf(JSON.stringify(changed(closed, 'time', '2026-02-30T00:00:00Z'))));
      } catch (caught) {
        return caught as Error;
      }
    })() as Error;
    expect(error).toBeInstanceOf(Malformed);
    expect(error.message).toBe('time: time: a date that exists / 日期必须存在');
  });
});
