import { readConfig } from '@guidang/host';
import { describe, expect, it } from 'vitest';
import { Config, fetchLimits } from '../src/config.ts';

const least = {
  KAFKA_BROKERS: '127.0.0.1:9092',
  DATABASE_URL: 'postgresql://capture:x@127.0.0.1:5432/guidang?schema=capture',
  VAULT_PLACES: JSON.stringify([
    { name: 'a', endpoint: 'http://127.0.0.1:7070', region: 'x', service: { accessKeyId: 'a', secretAccessKey: 'b' } },
  ]),
};
const read = (env: Record<string, string>) => readConfig(Config, { ...least, ...env });

describe('what capture is told', () => {
  it('fetches from nowhere unless it is told to, and is patient for ten minutes', () => {
    const config = read({});
    if ('faults' in config) throw new Error(config.faults.join('\n'));
    expect(config).toMatchObject({ FETCH_HOSTS: [], FETCH_PATIENCE_MINUTES: 10, INTAKE_BUCKET: 'intake' });
    expect(fetchLimits(config)).toEqual({
      connectMs: 10_000,
      silenceMs: 30_000,
      totalMs: 7_200_000,
      redirects: 5,
      patienceMs: 600_000,
      pace: { bytes: 65_536, ms: 30_000 },
    });
  });

  it('takes a list of hosts', () => {
    const config = read({
      FETCH_HOSTS:
        '[{"host":"Files.Example","sources":["urn:a"]},{"host":"10.0.0.7","sources":["urn:b"],"private":true,"ports":[8443]}]',
    });
    expect(config).toMatchObject({
      FETCH_HOSTS: [
        { host: 'files.example', sources: ['urn:a'], private: false, atOnce: 4 },
        { host: '10.0.0.7', sources: ['urn:b'], private: true, ports: [8443] },
      ],
    });
  });

  it.each([
    ['no JSON', { FETCH_HOSTS: 'files.example' }, 'FETCH_HOSTS'],
    ['a host with a path', { FETCH_HOSTS: '[{"host":"files.example/a","sources":["urn:a"]}]' }, 'FETCH_HOSTS'],
    ['a host of nobody', { FETCH_HOSTS: '[{"host":"files.example"}]' }, 'FETCH_HOSTS'],
    [
      'a word nobody knows',
      { FETCH_HOSTS: '[{"host":"files.example","sources":["urn:a"],"privat":true}]' },
      'FETCH_HOSTS',
    ],
    ['a file larger than the contract takes', { FILE_MAX_BYTES: '99999999999999' }, 'FILE_MAX_BYTES'],
    ['a silence that would pass for hanging', { FETCH_SILENCE_SECONDS: '1801' }, 'FETCH_SILENCE_SECONDS'],
    ['no time at all', { FETCH_TOTAL_SECONDS: '0' }, 'FETCH_TOTAL_SECONDS'],
  ])('names what is wrong: %s', (_, env, name) => {
    const config = read(env as Record<string, string>);
    expect('faults' in config && config.faults.every((fault: string) => fault.startsWith(name))).toBe(true);
  });
});
