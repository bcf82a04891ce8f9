import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { VaultUnavailable } from '../src/errors.ts';
import { nameOf } from '../src/index.ts';
import { refusal } from '../src/refusal.ts';
import { retrying } from '../src/retry.ts';
import { encodePath, encodeQuery, signer } from '../src/signature.ts';

describe('the signature of a request', () => {
  it('is the one of the example that Amazon S3 documents', () => {
    const sign = signer({
      name: 'example',
      endpoint: 'https://examplebucket.s3.amazonaws.com',
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
    });
    const request = {
      method: 'GET',
      path: '/test.txt',
      query: '',
      headers: { range: 'bytes=0-9' },
      payload: hash('sha256', ''),
    };
    for (const _ of ['first', 'with the kept key']) {
      expect(sign(request, new Date('2013-05-24T00:00:00Z')).authorization).toContain(
        'Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
      );
    }
    expect(sign(request, new Date('2013-05-25T00:00:00Z')).authorization).toContain('/20130525/us-east-1/s3/');
  });

  it('encodes all but unreserved characters, and keeps the slashes of a key', () => {
    expect(encodePath('b', "a/档 (1)'*~.pdf")).toBe('/b/a/%E6%A1%A3%20%281%29%27%2A~.pdf');
    expect(encodeQuery({ uploadId: 'x/y', partNumber: '1', acl: '' })).toBe('acl=&partNumber=1&uploadId=x%2Fy');
  });
});

describe('a status of the store', () => {
  it.each([
    [404, 'NoSuchKey', 'NOT_FOUND'],
    [404, '', 'NOT_FOUND'],
    [404, 'NoSuchBucket', 'REFUSED'],
    [403, 'AccessDenied', 'FORBIDDEN'],
    [400, 'AccessDenied', 'FORBIDDEN'],
    [400, 'BadDigest', 'REFUSED'],
    [409, 'ConditionalRequestConflict', 'UNAVAILABLE'],
    [429, '', 'UNAVAILABLE'],
    [500, 'InternalError', 'UNAVAILABLE'],
    [503, 'SlowDown', 'UNAVAILABLE'],
  ])('%s %s is %s', (status, code, expected) => {
    expect(refusal({ bucket: 'b', key: 'k' }, status, code)).toMatchObject({ code: expected });
  });
});

describe('asking again', () => {
  const failing = (times: number, error: Error) => {
    let asked = 0;
    return async () => {
      asked += 1;
      if (asked <= times) throw error;
      return asked;
    };
  };
  const later = new VaultUnavailable({ bucket: 'b', key: 'k' }, 'later');

  it.each([
    [0, 1],
    [2, 3],
  ])('after %s failures succeeds at attempt %s', async (times, attempt) => {
    expect(await retrying({ attempts: 3, backoffMs: 1 }, failing(times, later))).toBe(attempt);
  });

  it('ends, and does not ask again what will not change', async () => {
    await expect(retrying({ attempts: 3, backoffMs: 1 }, failing(3, later))).rejects.toBe(later);
    const other = new Error('other');
    await expect(retrying({ attempts: 3, backoffMs: 1 }, failing(1, other))).rejects.toBe(other);
  });
});

it('takes no key for a content name that is none', () => {
  expect(nameOf(`objects/sha256/${'a'.repeat(64)}`)).toBe(`sha256:${'a'.repeat(64)}`);
  for (const key of ['', 'objects/sha256/', `objects/sha256/${'A'.repeat(64)}`, `x/objects/sha256/${'a'.repeat(64)}`]) {
    expect(nameOf(key)).toBeNull();
  }
});
