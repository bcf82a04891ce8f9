import { describe, expect, it } from 'vitest';
import { AllowList } from '../src/fetch/allow-list.ts';
import { redirectOf } from '../src/fetch/response.ts';
import { Refused } from '../src/files/refused.ts';

const moved = (location: string) => ({ status: 302, headers: { location } });

describe('a redirect', () => {
  it('does not lead from https to less', () => {
    const from = new URL('https://files.example/a');
    expect(() => redirectOf(moved('http://files.example/a'), from)).toThrow(Refused);
    expect(redirectOf(moved('https://other.example/b#x'), from)?.href).toBe('https://other.example/b');
    expect(redirectOf(moved('https://files.example/a'), new URL('http://files.example/a'))?.protocol).toBe('https:');
  });
});

describe('an encoding', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['Identity', undefined],
    ['GZIP', 'content-encoding gzip'],
    ['张家界', 'content-encoding unknown'],
    ['x'.repeat(500), 'content-encoding unknown'],
  ])('%j comes to %j', (encoding, found) => {
    const ask = () =>
      redirectOf({ status: 200, headers: { 'content-encoding': encoding } }, new URL('https://a.example'));
    if (found === undefined) expect(ask()).toBeUndefined();
    else expect(ask).toThrow(expect.objectContaining({ code: 'FETCH_REFUSED', found }));
  });
});

describe('the allow-list', () => {
  it.each([
    ['Files.Example', 'files.example'],
    ['档案.东莞', 'xn--dyv4b.xn--xhq771k'],
    ['10.0.0.7', '10.0.0.7'],
    ['::1', '[::1]'],
    ['[fd00::7]', '[fd00::7]'],
  ])('takes %s as %s', (host, written) => {
    expect(AllowList.parse([{ host, sources: ['urn:a'] }])).toEqual([
      { host: written, sources: ['urn:a'], private: false, atOnce: 4 },
    ]);
  });

  it.each([
    '',
    '*.example',
    'files.example:443',
    'https://files.example',
    'files.example/a',
    'me@files.example',
    'a b',
  ])('does not take %j for a host', (host) => {
    expect(AllowList.safeParse([{ host, sources: ['urn:a'] }]).success).toBe(false);
  });

  it('lists a host once, however it is written', () => {
    expect(AllowList.safeParse(['a.example', 'A.Example'].map((host) => ({ host, sources: ['urn:a'] }))).success).toBe(
      false,
    );
  });
});
