import { CASE_EVENTS, LIMITS, Malformed, parseCaseEvent } from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import { describe, expect, it } from 'vitest';
import { DEFAULTS, type HostileRecord, hostileRecords } from '../src/cases/index.ts';

const records = hostileRecords('hostile');
const faultsOf = ({ key, value, headers }: HostileRecord) => {
  try {
    parseCaseEvent({
      topic: CASE_EVENTS,
      partition: 0,
      offset: 0,
      timestamp: DEFAULTS.now.getTime(),
      key: key === null ? null : Buffer.from(key),
      value,
      headers,
    });
    return [];
  } catch (error) {
    if (error instanceof Malformed) return error.faults;
    throw error;
  }
};

const digestOf = ({ value, ...rest }: HostileRecord): string =>
  sha256Hex(JSON.stringify(rest) + (value && sha256Hex(value)));

describe('a hostile record', () => {
  /** What only capture can tell. */
  const good = records.filter(({ rule }) => rule === 'SCHEME_UNKNOWN' || rule === 'WRONG_PARTITION');

  it.each(records.filter((record) => !good.includes(record)))('$name is told by field and rule', (record) => {
    expect(faultsOf(record)).toContainEqual(expect.objectContaining({ field: record.field, rule: record.rule }));
  });

  it('that names a scheme nobody published, or lies where it should not, is a good event in itself', () => {
    expect(good.map(faultsOf)).toEqual([[], []]);
    expect(records.filter(({ astray }) => astray !== 0)).toEqual(good.filter(({ rule }) => rule === 'WRONG_PARTITION'));
  });

  it('has a case of its own, so that one of them cannot hide another', () => {
    const keys = records.flatMap(({ key }) => key ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is made again the same', () => {
    const digested = records.map(digestOf);
    expect(hostileRecords('hostile').map(digestOf)).toEqual(digested);
    expect(hostileRecords('another').map(digestOf)).not.toEqual(digested);
  });

  it('of five megabytes is larger than a step takes', () => {
    expect(records.find(({ rule }) => rule === 'TOO_LARGE')!.value!.length).toBeGreaterThan(LIMITS.recordBytes * 4);
  });
});
