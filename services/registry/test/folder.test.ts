import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MATTERS, schemeOf, schemeRecords } from '@guidang/lab/matters';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Config } from '../src/config.ts';
import { SeedFault, schemesIn } from '../src/folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guidang-registry-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const write = (name: string, content: unknown): void =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
const scheme = schemeOf(MATTERS[0]!);

const faults = (): string => {
  try {
    schemesIn(folder);
  } catch (error) {
    if (error instanceof SeedFault) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('a folder of schemes', () => {
  it('gives the bytes that are published, however the files are laid out', () => {
    write('b.json', JSON.stringify(scheme, undefined, 4));
    const reordered = Object.fromEntries(Object.entries(scheme).reverse());
    write('a.json', { ...reordered, version: scheme.version + 1 });
    write('readme.txt', 'not a scheme');
    const seeds = schemesIn(folder);
    expect(seeds.map(({ file, scheme: { version } }) => [file, version])).toEqual([
      ['a.json', scheme.version + 1],
      ['b.json', scheme.version],
    ]);
    expect(seeds[1]!.value.equals(schemeRecords()[0]!.value)).toBe(true);
  });

  it('is refused with every file, field and rule that is wrong', () => {
    write('a.json', '{');
    write('b.json', { ...scheme, retention: '永久', extra: 1 });
    write('c.json', scheme);
    expect(faults()).toMatch(/a\.json: file NOT_JSON/);
    expect(faults()).toMatch(/b\.json: retention INVALID_FORMAT/);
    expect(faults()).toMatch(/b\.json: extra UNRECOGNIZED_KEYS/);
    expect(faults()).not.toMatch(/c\.json/);
  });

  it('is refused where two files hold one version', () => {
    write('a.json', scheme);
    write('b.json', scheme);
    expect(faults()).toMatch(new RegExp(`${scheme.id}@${scheme.version} .*a\\.json, b\\.json`));
  });

  it('may be empty', () => expect(schemesIn(folder)).toEqual([]));
});

describe('the configuration', () => {
  const env = {
    KAFKA_BROKERS: '127.0.0.1:9092',
    DATABASE_URL: 'postgresql://registry:x@127.0.0.1:5432/guidang?schema=registry',
    HTTP_PORT: '0',
    VAULT_PLACES: JSON.stringify([
      { name: 'a', endpoint: 'http://127.0.0.1:1', region: 'x', service: { accessKeyId: 'x', secretAccessKey: 'x' } },
    ]),
    TSA_URL: 'http://127.0.0.1:1',
    PUBLIC_URL: 'http://127.0.0.1:1/',
    OIDC_ISSUER: 'http://127.0.0.1:1',
    OIDC_CLIENT_ID: 'x',
    OIDC_CLIENT_SECRET: 'x',
  };
  const files = (): Record<string, string> => {
    const key = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    write('key.pem', key as string);
    return { ACCESS_KEY_FILE: join(folder, 'key.pem'), TSA_CA_FILE: join(folder, 'ca.pem') };
  };
  it('needs no folder, and says so where the one it names is not there', () => {
    const wrong = (more: object): unknown[] =>
      Config.safeParse({ ...env, ...files(), ...more }).error?.issues.map(({ path }) => path[0]) ?? [];
    // There is no certificate in this folder; everything else is as it should be.
    expect(wrong({})).toEqual(['TSA_CA_FILE']);
    expect(wrong({ SCHEMES_DIR: folder })).toEqual(['TSA_CA_FILE']);
    expect(wrong({ SCHEMES_DIR: '/nowhere' })).toEqual(['TSA_CA_FILE', 'SCHEMES_DIR']);
  });
  it('talks to browsers under one address, and takes no path for a page that is another site', () => {
    const parsed = Config.shape;
    expect(parsed.PUBLIC_URL.parse('https://x.example/registry/')).toBe('https://x.example/registry');
    expect(parsed.LOGIN_FAILURE_PAGE.safeParse('//evil.example').success).toBe(false);
  });
});
