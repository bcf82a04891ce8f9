import { describe, expect, it } from 'vitest';
import { BUCKET_NAMES, policyOf } from './accounts.ts';
import { configuration } from './parts/clamd.ts';
import { jarVersion } from './parts/kafka.ts';
import { nameOf } from './prisma.ts';
import { addressOf, maintenance } from './schema-engine/address.ts';
import { argumentsOf } from './schema-engine/arguments.ts';
import { above } from './unprivileged.ts';

describe('what the parts are told', () => {
  it.each(BUCKET_NAMES)(
    'gives no account a right in %s to delete, to change a lock or a policy, or everything at once',
    (bucket) => {
      const text = JSON.stringify(policyOf(bucket, (account) => account));
      expect(text).not.toMatch(/Delete|Bypass|LegalHold|PutBucket|PutLifecycle|s3:\*|"\*"/);
    },
  );

  it('has the scanner report what it could not look at in full', () => {
    expect(configuration('/room', 1)).toContain('AlertExceedsMax yes\n');
  });

  it("tells Kafka's version from its jars", () => {
    expect(jarVersion(['slf4j-api-1.7.36.jar', 'kafka_2.13-4.4.0.jar'])).toBe('4.4.0');
    expect(() => jarVersion(['slf4j-api-1.7.36.jar'])).toThrow('no kafka_2.13 jar');
  });

  it.each([
    ['3-seal', 'seal'],
    ['registry', 'registry'],
  ])('knows services/%s as %s', (folder, name) => {
    expect(nameOf(folder)).toBe(name);
  });

  it('looks at every folder on the way to a path', () => {
    expect(above('/a/b/c')).toEqual(['/a/b', '/a', '/']);
  });
});

describe('the schema engine', () => {
  it('takes from its command line what the native one takes', () => {
    const argv = ['--datamodels', 'a.prisma', '--datamodels', 'b.prisma', '--datasource', '{"url":"postgresql://x/y"}'];
    const given = { version: false, datamodels: ['a.prisma', 'b.prisma'], url: 'postgresql://x/y', control: undefined };
    expect(argumentsOf(argv)).toEqual(given);
    expect(argumentsOf(['--datasource', '{"url":"u"}', 'cli', 'create-database'])).toMatchObject({
      control: 'create-database',
    });
  });

  it('parts the schema from the address, and finds the maintenance database of the same server', () => {
    const address = addressOf('postgresql://u:p@h:1/db?schema=s&connection_limit=3&sslmode=disable');
    expect(address).toEqual({ url: 'postgresql://u:p@h:1/db?sslmode=disable', schema: 's', database: 'db' });
    expect(maintenance(address)).toBe('postgresql://u:p@h:1/postgres?sslmode=disable');
  });
});
