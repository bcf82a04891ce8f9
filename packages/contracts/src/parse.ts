import type { z } from 'zod';
import { CASE_EVENT_VERSIONS, CaseEvent } from './events/index.ts';
import { membersOf, shapeOf } from './json-shape.ts';
import { LIMITS } from './limits.ts';
import { type Fault, faultsOf, Malformed } from './malformed.ts';
import { findPersonal } from './personal.ts';
import { type RawRecord, utf8 } from './record.ts';

const fault = (field: string, rule: string, message: string): Malformed => new Malformed([{ field, rule, message }]);

/**
 * The JSON object in a record's value, after the checks that come before any contract: present, within size, UTF-8, no NUL, JSON, an object, not too deep.
 * Throws Malformed with the field and the rule.
 */
export function parseJsonRecord(record: RawRecord, maxBytes: number = LIMITS.recordBytes): Record<string, unknown> {
  const json = parseJson(record.value, maxBytes);
  if (json === null || typeof json !== 'object' || Array.isArray(json))
    throw fault('', 'NOT_AN_OBJECT', 'the value is not a JSON object / 须为 JSON 对象');
  return json as Record<string, unknown>;
}

/** Any JSON from bytes nobody vouches for, under the same checks; the doors that take in more than one record at once use it. Throws Malformed. */
export function parseJson(value: Uint8Array | null, maxBytes: number, maxDepth: number = LIMITS.depth): unknown {
  if (value === null || value.length === 0) throw fault('', 'EMPTY', 'the record has no value / 记录内容为空');
  if (value.length > maxBytes)
    throw fault(
      '',
      'TOO_LARGE',
      `the value has ${value.length} bytes, at most ${maxBytes} are taken; files travel by content name / 记录过大, 文件不随记录传送`,
    );
  const string = utf8(value);
  if (string === undefined) throw fault('', 'NOT_UTF8', 'the value is not UTF-8 / 须为 UTF-8 编码');
  if (string.includes('\u0000') || string.includes('\\u0000'))
    throw fault('', 'NUL', 'the value holds NUL characters / 不得含 NUL 字符');
  // Depth is counted before parsing, so that a hostile value never reaches a recursive parser.
  const { depth, members } = shapeOf(string);
  if (depth > maxDepth) throw fault('', 'TOO_DEEP', `nested deeper than ${maxDepth} / 嵌套过深`);
  let json: unknown;
  try {
    json = JSON.parse(string);
  } catch {
    throw fault('', 'NOT_JSON', 'the value is not JSON / 不是合法的 JSON');
  }
  // Of two members with one name every parser keeps another one: two readers of the same evidence would see two things.
  if (membersOf(json) !== members)
    throw fault('', 'DUPLICATE_KEY', 'an object names a member twice / 同一对象中键名重复');
  return json;
}

/** The record's key as text, or undefined. */
export const keyOf = (record: RawRecord): string | undefined => (record.key === null ? undefined : utf8(record.key));

/** Parses a value by its contract, collecting every fault. */
export function parseWith<T extends z.ZodType>(schema: T, json: unknown): z.infer<T> {
  const result = schema.safeParse(json);
  if (!result.success) throw new Malformed(faultsOf(result.error));
  return result.data;
}

/**
 * A case event from a record of `case.events`: contract, key, headers, time and personal data checked. Throws Malformed naming every field and rule.
 * The broker's append time is the only clock used, so that the same record is judged the same for ever.
 */
export function parseCaseEvent(record: RawRecord): CaseEvent {
  const json = parseJsonRecord(record);
  const { type, version } = json;
  const known =
    typeof type === 'string' && Object.hasOwn(CASE_EVENT_VERSIONS, type) ? CASE_EVENT_VERSIONS[type] : undefined;
  if (known === undefined) throw fault('type', 'UNKNOWN_TYPE', 'no such event type / 未知的事件类型');
  if (!known.includes(version as number))
    throw fault('version', 'UNKNOWN_VERSION', `this type is known in version ${known.join(', ')} / 不支持该版本`);
  const personal = findPersonal(json);
  if (personal.length > 0)
    throw new Malformed(
      personal.map((p) => ({
        field: p.field,
        rule: `PERSONAL_${p.kind.toUpperCase().replace('-', '_')}`,
        message:
          'personal data must not stand in a record; put it into the form object and send a commitment / 记录中不得出现个人信息, 请放入表单对象并提交加盐承诺',
      })),
    );
  const event = parseWith(CaseEvent, json);
  const faults: Fault[] = [];
  if (keyOf(record) !== event.case)
    faults.push({
      field: 'case',
      rule: 'KEY_MISMATCH',
      message: 'the case number differs from the record key / 办件编号与记录键不一致',
    });
  for (const [header, expected] of Object.entries(eventHeaders(event))) {
    const found = record.headers[header];
    if (found !== undefined && found !== expected)
      faults.push({
        field: header,
        rule: 'HEADER_MISMATCH',
        message: 'the header differs from the value / 消息头与内容不一致',
      });
  }
  if (Date.parse(event.time) > record.timestamp + LIMITS.aheadMs)
    faults.push({ field: 'time', rule: 'IN_THE_FUTURE', message: 'dated later than it arrived / 时间晚于到达时间' });
  if (faults.length > 0) throw new Malformed(faults);
  return event;
}

/** CloudEvents headers (Kafka binding names) of an event. */
export function eventHeaders(
  event: Pick<CaseEvent, 'id' | 'source' | 'type' | 'case' | 'time'>,
): Record<string, string> {
  return {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_source: event.source,
    ce_type: event.type,
    ce_subject: event.case,
    ce_time: event.time,
  };
}
