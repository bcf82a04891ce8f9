import { describe, expect, it } from 'vitest';
import { signed } from './sigv4.ts';

/** The worked example "GET Object" of the Amazon S3 API reference, "Authenticating Requests: Using the Authorization Header". */
const PAIR = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };

describe('signing an S3 request', () => {
  it('gives the signature of the published example', () => {
    const endpoint = 'https://examplebucket.s3.amazonaws.com';
    const request = { method: 'GET', endpoint, region: 'us-east-1', path: '/test.txt' } as const;
    const headers = signed({ ...request, headers: { Range: 'bytes=0-9' } }, PAIR, new Date('2013-05-24T00:00:00Z'));
    expect(headers.authorization).toContain('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41');
  });
});
