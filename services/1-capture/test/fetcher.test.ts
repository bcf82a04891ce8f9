import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AllowList } from '../src/fetch/allow-list.ts';
import { FetchFailed } from '../src/fetch/failed.ts';
import { type Fetcher, type FetchLimits, openFetcher } from '../src/fetch/fetcher.ts';
import type { Resolve } from '../src/fetch/pinned.ts';
import { Refused } from '../src/files/refused.ts';
import { SOURCE } from './events.ts';
import { cutShort, drips, endless, openPublisher, type Publisher, says } from './publisher.ts';

const LIMITS: FetchLimits = {
  connectMs: 2_000,
  silenceMs: 300,
  totalMs: 5_000,
  redirects: 3,
  patienceMs: 60_000,
  pace: { bytes: 10_000, ms: 150 },
};
const NO_ONE = new AbortController().signal;
const hasIPv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
const opened: Fetcher[] = [];
let publisher: Publisher;

beforeAll(async () => {
  publisher = await openPublisher();
});
afterAll(async () => {
  await Promise.all(opened.map((fetcher) => fetcher.close()));
  await publisher.close();
});

/** Names of this test's own; nothing here asks a real name server. */
const resolving =
  (names: Record<string, string | string[]>): Resolve =>
  async (name) => {
    const found = names[name];
    if (found === undefined) throw Object.assign(new Error(`no such name: ${name}`), { code: 'ENOTFOUND' });
    return [found].flat().map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };

function fetching(
  allow: object[],
  names: Record<string, string | string[]> = {},
  limits: Partial<FetchLimits> = {},
): Fetcher {
  const fetcher = openFetcher(
    AllowList.parse(allow.map((host) => ({ sources: [SOURCE], ...host }))),
    { ...LIMITS, ...limits },
    resolving(names),
  );
  opened.push(fetcher);
  return fetcher;
}
const intranet = (host = 'files.test', more: object = {}) => ({
  host,
  private: true,
  ports: [publisher.port],
  ...more,
});
const HERE = { 'files.test': '127.0.0.1', 'other.test': '127.0.0.1' };
const at = (path: string, host = 'files.test'): string => `http://${host}:${publisher.port}${path}`;

const got = (
  fetcher: Fetcher,
  address: string,
  size?: number,
  maxBytes = 1_000_000,
  source = SOURCE,
): Promise<string> =>
  fetcher.fetch(address, { source, size, maxBytes }, NO_ONE, async (body) => (await buffer(body)).toString());

/** What became of it: the bytes, a refusal by code, part, expected and found, or why it failed. */
const outcome = async (work: Promise<string>): Promise<unknown> =>
  work.catch((error: unknown) => {
    if (error instanceof Refused) return [error.code, error.part, error.expected, error.found];
    if (error instanceof FetchFailed) return error.why;
    throw error;
  });

/** Something on loopback that says one thing to whoever asks, and hangs up. */
async function speaking(words: string): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((socket) => {
    socket
      .on('error', () => {})
      .once('data', () => socket.end(words))
      .resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: (server.address() as AddressInfo).port, close };
}

describe('a file on a host of the list', () => {
  it('comes as it is', async () => {
    publisher.on('/a', says(200, {}, 'bytes'));
    expect(await got(fetching([intranet()], HERE), at('/a?token=1#part'))).toBe('bytes');
    const { url, headers } = publisher.seen.at(-1)!;
    expect(url).toBe('/a?token=1');
    expect(headers).toMatchObject({ host: `files.test:${publisher.port}`, 'accept-encoding': 'identity' });
    for (const header of ['cookie', 'authorization', 'referer', 'proxy-authorization'])
      expect(headers).not.toHaveProperty(header);
  });

  it('comes from an address in the place of a name as well, where that is listed as private', async () => {
    publisher.on('/a', says(200, {}, 'bytes'));
    expect(await got(fetching([intranet('127.0.0.1')]), at('/a', '127.0.0.1'))).toBe('bytes');
  });

  it.runIf(hasIPv6)('is fetched over IPv6 where the name leads there', async () => {
    const six = await openPublisher('::1');
    six.on('/a', says(200, {}, 'six'));
    const allow = [
      { host: 'six.test', private: true, ports: [six.port] },
      { host: '::1', private: true, ports: [six.port] },
    ];
    const fetcher = fetching(allow, { 'six.test': '::1' });
    expect(await got(fetcher, `http://six.test:${six.port}/a`)).toBe('six');
    expect(await got(fetcher, `http://[::1]:${six.port}/a`)).toBe('six');
    await six.close();
  });

  it('may have a length the publisher knew', async () => {
    publisher.on('/a', says(200, { 'content-length': '5' }, 'bytes'));
    expect(await got(fetching([intranet()], HERE), at('/a'), 5)).toBe('bytes');
  });
});

describe('an address that may not be asked is refused, and not asked', () => {
  const PRIVATE = ['ADDRESS_NOT_ALLOWED', 'address', null, 'files.test: a private address'];
  const RESERVED = ['ADDRESS_NOT_ALLOWED', 'address', null, 'files.test: a reserved address'];
  const refused = (found: string) => ['ADDRESS_NOT_ALLOWED', 'address', null, found];

  it.each([
    ['a host that is not listed', 'http://evil.test/a', 'evil.test: not on the allow-list'],
    ['a name that only looks like it', 'http://files.test.evil.test/a', 'files.test.evil.test: not on the allow-list'],
    ['a name with a dot behind', 'http://files.test./a', 'files.test.: not on the allow-list'],
    ['another port', 'http://files.test:22/a', 'files.test: port 22'],
    ['the standard port where others are listed', 'http://files.test/a', 'files.test: port 80'],
    ['a name and a password', 'http://me:secret@files.test/a', 'files.test: credentials in the address'],
    ['this machine', 'http://127.0.0.1/a', '127.0.0.1: not on the allow-list'],
    ['this machine as a number', 'http://2130706433/a', '127.0.0.1: not on the allow-list'],
    ['this machine in octal', 'http://0177.0.0.1/a', '127.0.0.1: not on the allow-list'],
    ['this machine in short', 'http://127.1/a', '127.0.0.1: not on the allow-list'],
    ['this machine in IPv6', 'http://[::1]/a', '[::1]: not on the allow-list'],
    ['a mapped address', 'http://[::ffff:127.0.0.1]/a', '[::ffff:7f00:1]: not on the allow-list'],
    ['full-width letters that are none of the name', 'http://ｅvil.test/a', 'evil.test: not on the allow-list'],
    ['another scheme', 'ftp://files.test/a', 'scheme ftp:'],
  ])('%s', async (_, address, found) => {
    const before = publisher.connections();
    expect(await outcome(got(fetching([intranet()], HERE), address))).toEqual(refused(found));
    expect(publisher.connections()).toBe(before);
  });

  it.each([
    ['this machine', '127.0.0.1', PRIVATE],
    ['an intranet', '10.1.2.3', PRIVATE],
    ['an open address and an intranet', ['93.184.216.34', '192.168.0.1'], PRIVATE],
    ['the metadata of a cloud', '169.254.169.254', RESERVED],
    ['multicast', '224.0.0.1', RESERVED],
    ['nothing', '0.0.0.0', RESERVED],
    ['this machine in IPv6', '::1', PRIVATE],
    ['a mapped address', '::ffff:127.0.0.1', PRIVATE],
    ['a mapped address of metadata', '::ffff:169.254.169.254', RESERVED],
    ['NAT64', '64:ff9b::7f00:1', PRIVATE],
    ['6to4', '2002:7f00:1::', PRIVATE],
    ['unique local', 'fd00::1', PRIVATE],
    ['link-local with a zone', 'fe80::1%eth0', RESERVED],
  ])('a name that leads to %s, while its host is not called private', async (_, address, expected) => {
    const before = publisher.connections();
    const fetcher = fetching([{ host: 'files.test', ports: [publisher.port] }], { 'files.test': address });
    expect(await outcome(got(fetcher, at('/a')))).toEqual(expected);
    expect(publisher.connections()).toBe(before);
  });

  it.each(['169.254.169.254', '0.0.0.0', '224.0.0.1', 'fe80::1', '::ffff:169.254.169.254', '100.100.100.200'])(
    'a name that leads to %s, even where its host is called private',
    async (address) => {
      expect(await outcome(got(fetching([intranet()], { 'files.test': address }), at('/a')))).toEqual(RESERVED);
    },
  );

  it.each(['10.0.0.1', '[fd00::1]', '[::ffff:a00:1]'])('%s itself, listed but not called private', async (host) => {
    const fetcher = fetching([{ host: host.replace(/^\[|\]$/g, '') }]);
    expect(await outcome(got(fetcher, `http://${host}/a`))).toEqual(refused(`${host}: a private address`));
  });

  it('a host of another system, said no otherwise than one that is not listed', async () => {
    publisher.on('/a', says(200, {}, 'theirs'));
    const before = publisher.connections();
    const fetcher = fetching([intranet('files.test', { sources: ['urn:dg:other', 'urn:dg:third'] })], HERE);
    expect(await outcome(got(fetcher, at('/a')))).toEqual(refused('files.test: not on the allow-list'));
    expect(publisher.connections()).toBe(before);
    expect(await outcome(got(fetcher, at('/a'), undefined, undefined, 'urn:dg:third'))).toBe('theirs');
  });

  it('does not say to which address a name led', async () => {
    const fetcher = fetching([{ host: 'files.test', ports: [publisher.port] }], { 'files.test': '10.77.66.55' });
    const error: Error = await fetcher
      .fetch(at('/a'), { source: SOURCE, size: undefined, maxBytes: 1 }, NO_ONE, buffer)
      .then(
        () => new Error('fetched'),
        (error: Error) => error,
      );
    expect(JSON.stringify({ ...error, message: error.message })).not.toContain('10.77');
  });
});

describe('a name that changes where it leads', () => {
  // Other systems have to be told of a second loopback address first.
  it.runIf(process.platform === 'linux')(
    'is asked once for a connection, and the connection goes to the answer that was judged',
    async () => {
      const second = await openPublisher('127.0.0.2', publisher.port);
      publisher.on('/where', says(200, { connection: 'close' }, 'first'));
      second.on('/where', says(200, { connection: 'close' }, 'second'));
      const answers = ['127.0.0.1', '127.0.0.2', '169.254.169.254'];
      let asked = 0;
      const fetcher = openFetcher(AllowList.parse([{ sources: [SOURCE], ...intranet() }]), LIMITS, async () => [
        { address: answers[asked++]!, family: 4 },
      ]);
      expect(await got(fetcher, at('/where'))).toBe('first');
      expect(asked).toBe(1);
      expect(await got(fetcher, at('/where'))).toBe('second');
      expect(asked).toBe(2);
      // The third connection is judged anew, though two before it were fine.
      expect(await outcome(got(fetcher, at('/where')))).toContain('ADDRESS_NOT_ALLOWED');
      await fetcher.close();
      await second.close();
    },
  );
});

describe('redirects', () => {
  const to = (location: string, status = 302) => says(status, { location, 'set-cookie': 'session=1' });

  it.each([301, 302, 303, 307, 308])(
    'a %i is followed to another host of the list, and nothing of the first goes along',
    async (status) => {
      publisher.on('/from', to(at('/to', 'other.test'), status));
      publisher.on('/to', says(200, {}, 'there'));
      expect(await got(fetching([intranet(), intranet('other.test')], HERE), at('/from'))).toBe('there');
      expect(publisher.seen.at(-1)!.headers).not.toHaveProperty('cookie');
      expect(publisher.seen.at(-1)!.headers.host).toBe(`other.test:${publisher.port}`);
    },
  );

  it('a relative one stays on its host', async () => {
    publisher.on('/dir/from', to('../to?x=1'));
    publisher.on('/to', says(200, {}, 'there'));
    expect(await got(fetching([intranet()], HERE), at('/dir/from'))).toBe('there');
    expect(publisher.seen.at(-1)!.url).toBe('/to?x=1');
  });

  it.each([
    ['this machine', () => `http://127.0.0.1:${publisher.port}/to`, '127.0.0.1: not on the allow-list'],
    ['this machine in IPv6', () => `http://[::1]:${publisher.port}/to`, '[::1]: not on the allow-list'],
    [
      'the metadata of a cloud',
      () => 'http://169.254.169.254/latest/meta-data/',
      '169.254.169.254: not on the allow-list',
    ],
    ['a host that is not listed', () => 'http://evil.test/', 'evil.test: not on the allow-list'],
    ['another port of its own host', () => 'http://files.test:6379/', 'files.test: port 6379'],
    ['a file of this machine', () => 'file:///etc/passwd', 'scheme file:'],
    ['credentials', () => at('/to').replace('http://', 'http://me:secret@'), 'files.test: credentials in the address'],
  ])('one to %s is refused', async (_, location, found) => {
    publisher.on('/from', to(location()));
    expect(await outcome(got(fetching([intranet()], HERE), at('/from')))).toEqual([
      'ADDRESS_NOT_ALLOWED',
      'address',
      null,
      found,
    ]);
  });

  it('one to a host of another system is refused, and its file is not asked for', async () => {
    publisher.on('/from', to(at('/to', 'other.test')));
    publisher.on('/to', says(200, {}, 'theirs'));
    const fetcher = fetching([intranet(), intranet('other.test', { sources: ['urn:dg:other'] })], HERE);
    const before = publisher.seen.length;
    expect(await outcome(got(fetcher, at('/from')))).toEqual([
      'ADDRESS_NOT_ALLOWED',
      'address',
      null,
      'other.test: not on the allow-list',
    ]);
    expect(publisher.seen.slice(before).map(({ url }) => url)).toEqual(['/from']);
  });

  it('one to a listed host whose name leads inside is refused as well', async () => {
    publisher.on('/from', to(at('/to', 'other.test')));
    const fetcher = fetching([intranet(), { host: 'other.test', ports: [publisher.port] }], HERE);
    expect(await outcome(got(fetcher, at('/from')))).toEqual([
      'ADDRESS_NOT_ALLOWED',
      'address',
      null,
      'other.test: a private address',
    ]);
  });

  it('end somewhere', async () => {
    for (let i = 0; i < 4; i++) publisher.on(`/r${i}`, to(`/r${i + 1}`));
    publisher.on('/r4', says(200, {}, 'there'));
    const fetcher = fetching([intranet()], HERE);
    expect(await got(fetcher, at('/r1'))).toBe('there');
    expect(await outcome(got(fetcher, at('/r0')))).toEqual(['FETCH_REFUSED', 'address', '3 redirects', 'more']);
    publisher.on('/loop', to('/loop'));
    expect(await outcome(got(fetcher, at('/loop')))).toEqual(['FETCH_REFUSED', 'address', '3 redirects', 'more']);
  });

  it.each([
    ['none', {}],
    ['one that is no address', { location: 'http://[' }],
  ])('need a target: %s', async (_, headers) => {
    publisher.on('/from', says(302, headers as Record<string, string>));
    expect(await outcome(got(fetching([intranet()], HERE), at('/from')))).toEqual([
      'FETCH_REFUSED',
      'address',
      null,
      'a redirect without a target',
    ]);
  });
});

describe('what a host answers', () => {
  it.each([
    [404, ['NOT_FOUND', 'address', null, 'HTTP 404']],
    [410, ['NOT_FOUND', 'address', null, 'HTTP 410']],
    [400, ['FETCH_REFUSED', 'address', 'HTTP 200', 'HTTP 400']],
    [401, ['FETCH_REFUSED', 'address', 'HTTP 200', 'HTTP 401']],
    [403, ['FETCH_REFUSED', 'address', 'HTTP 200', 'HTTP 403']],
    [202, ['FETCH_REFUSED', 'address', 'HTTP 200', 'HTTP 202']],
    [204, ['FETCH_REFUSED', 'address', 'HTTP 200', 'HTTP 204']],
    [206, ['FETCH_REFUSED', 'address', 'HTTP 200', 'HTTP 206']],
    [304, ['FETCH_REFUSED', 'address', 'HTTP 200', 'HTTP 304']],
    [408, 'HTTP 408'],
    [425, 'HTTP 425'],
    [429, 'HTTP 429'],
    [500, 'HTTP 500'],
    [502, 'HTTP 502'],
    [503, 'HTTP 503'],
    [504, 'HTTP 504'],
  ] as const)('%i: a list is final, a word may pass', async (status, expected) => {
    publisher.on('/s', says(status));
    expect(await outcome(got(fetching([intranet()], HERE), at('/s')))).toEqual(expected);
  });

  it.each(['gzip', 'br', 'deflate, gzip'])(
    'bytes in another encoding (%s) are not the bytes that were announced',
    async (encoding) => {
      publisher.on('/z', says(200, { 'content-encoding': encoding }, gzipSync('bytes')));
      expect(await outcome(got(fetching([intranet()], HERE), at('/z')))).toEqual([
        'FETCH_REFUSED',
        'address',
        'content-encoding identity',
        `content-encoding ${encoding}`,
      ]);
    },
  );

  it('a length that is too much, or not what was announced, is refused before a byte is read', async () => {
    publisher.on('/long', cutShort(5_000_000, Buffer.alloc(10)));
    const fetcher = fetching([intranet()], HERE);
    expect(await outcome(got(fetcher, at('/long')))).toEqual(['TOO_LARGE', 'address', '1000000', '5000000']);
    expect(await outcome(got(fetcher, at('/long'), 4_999_999, 9_000_000))).toEqual([
      'SIZE_MISMATCH',
      'size',
      '4999999',
      '5000000',
    ]);
  });
});

describe('what may pass', () => {
  it.each([
    ['a body shorter than its length', cutShort(1000, Buffer.alloc(500)), 'UND_ERR_SOCKET'],
    [
      'chunks that break off',
      (_: unknown, r: { writeHead(n: number): void; write(b: Buffer, d: () => void): void; destroy(): void }) => {
        r.writeHead(200);
        r.write(Buffer.alloc(500), () => r.destroy());
      },
      'UND_ERR_SOCKET',
    ],
    ['a trickle', drips(Buffer.alloc(10), 20), 'TOO_SLOW'],
    ['headers that do not come', () => {}, 'UND_ERR_HEADERS_TIMEOUT'],
    ['a body that falls silent', drips(Buffer.alloc(100_000), 60_000), 'UND_ERR_BODY_TIMEOUT'],
    ['a connection that is closed at once', (request: { destroy(): void }) => request.destroy(), 'UND_ERR_SOCKET'],
  ] as const)('%s', async (_, answer, why) => {
    publisher.on('/bad', answer as Parameters<Publisher['on']>[1]);
    expect(await outcome(got(fetching([intranet()], HERE), at('/bad')))).toBe(why);
  });

  it('a body that takes longer than all of it may', async () => {
    publisher.on('/slow', drips(Buffer.alloc(5_000), 20));
    expect(await outcome(got(fetching([intranet()], HERE, { totalMs: 400 }), at('/slow')))).toBe('TimeoutError');
  });

  it('nobody listens, the name is not known, or the other side speaks no HTTP', async () => {
    const { port, close } = await speaking('SSH-2.0-OpenSSH_9.6\r\n');
    const gone = await openPublisher();
    await gone.close();
    const fetcher = fetching(
      [{ host: 'files.test', private: true, ports: [port, gone.port] }, intranet('who.test')],
      HERE,
    );
    expect(await outcome(got(fetcher, `http://files.test:${gone.port}/a`))).toBe('ECONNREFUSED');
    expect(await outcome(got(fetcher, at('/a', 'who.test')))).toBe('ENOTFOUND');
    expect(await outcome(got(fetcher, `http://files.test:${port}/a`))).toMatch(/^HPE_|HTTPParserError/);
    expect(await outcome(got(fetcher, `https://files.test:${port}/a`))).toMatch(/SSL|TLS|ECONNRESET/);
    await close();
  });

  it.each([
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 9\r\n\r\nbytes'],
    [
      'a length beside chunks',
      'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n5\r\nbytes\r\n0\r\n\r\n',
    ],
    ['a length below nothing', 'HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\nbytes'],
    ['a length that is none', 'HTTP/1.1 200 OK\r\ncontent-length: 5abc\r\n\r\nbytes'],
    ['headers without an end', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(40_000)}`],
    ['another protocol to speak', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\nbytes'],
  ])('an answer that is not quite HTTP: %s', async (_, answer) => {
    const { port, close } = await speaking(answer);
    const fetcher = fetching([{ host: 'files.test', private: true, ports: [port] }], HERE);
    expect(await outcome(got(fetcher, `http://files.test:${port}/a`))).toMatch(/^(UND_ERR|ERR|HPE|HTTPParserError)/);
    await close();
  });

  it('what is sent beyond the length is nothing of the file', async () => {
    const { port, close } = await speaking('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nbytes and more');
    const fetcher = fetching([{ host: 'files.test', private: true, ports: [port] }], HERE);
    expect(await got(fetcher, `http://files.test:${port}/a`)).toBe('bytes');
    await close();
  });

  it('an endless body is given up by whoever takes it, and the host is not asked for more', async () => {
    let hungUp: () => void;
    const closed = new Promise<void>((resolve) => {
      hungUp = resolve;
    });
    publisher.on('/endless', (request, response) => {
      response.on('close', () => hungUp());
      endless(request, response);
    });
    const enough = new Error('enough');
    await expect(
      fetching([intranet()], HERE).fetch(
        at('/endless'),
        { source: SOURCE, size: undefined, maxBytes: 1 },
        NO_ONE,
        async (body) => {
          for await (const _ of body) throw enough;
        },
      ),
    ).rejects.toBe(enough);
    await closed;
  });

  it('a fetch that is given up ends, in the headers or in the body', async () => {
    for (const answer of [() => {}, drips(Buffer.alloc(100_000), 50)]) {
      publisher.on('/hang', answer);
      const giving = new AbortController();
      const work = fetching([intranet()], HERE, { silenceMs: 60_000 }).fetch(
        at('/hang'),
        { source: SOURCE, size: undefined, maxBytes: 1_000_000 },
        giving.signal,
        async (body) => (await buffer(body)).toString(),
      );
      setTimeout(() => giving.abort(), 50);
      await expect(work).rejects.toThrow();
    }
  });

  it('says the host and a code, and nothing of the address', async () => {
    publisher.on('/secret-path', says(503));
    const error: Error = await fetching([intranet()], HERE)
      .fetch(at('/secret-path?token=77'), { source: SOURCE, size: undefined, maxBytes: 1 }, NO_ONE, buffer)
      .then(
        () => new Error('fetched'),
        (error: Error) => error,
      );
    expect(error.message).toBe('暂时无法取得文件 / the file cannot be fetched now: files.test: HTTP 503');
  });
});

describe('many files at once', () => {
  it('a host is asked for so many at a time, and a slow host does not hold up another', async () => {
    let now = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    publisher.on('/slow', (_, response) => {
      most = Math.max(most, ++now);
      waiting.push(() => {
        now -= 1;
        response.writeHead(200).end('slow');
      });
    });
    publisher.on('/quick', says(200, {}, 'quick'));
    const fetcher = fetching([intranet('files.test', { atOnce: 2 }), intranet('other.test')], HERE, {
      silenceMs: 10_000,
    });
    const slow = Array.from({ length: 5 }, () => got(fetcher, at('/slow')));
    expect(await got(fetcher, at('/quick', 'other.test'))).toBe('quick');
    const answering = setInterval(() => waiting.shift()?.(), 10);
    expect(await Promise.all(slow)).toEqual(Array.from({ length: 5 }, () => 'slow'));
    clearInterval(answering);
    expect(most).toBe(2);
  });
});

describe('a host that does not answer', () => {
  it('is not asked any more once patience is over, and no other host suffers from it', async () => {
    let now = 0;
    const allow = ['files.test', 'other.test'].map((host) => ({ sources: [SOURCE], ...intranet(host) }));
    const fetcher = openFetcher(AllowList.parse(allow), LIMITS, resolving(HERE), () => now);
    opened.push(fetcher);
    publisher.on('/p', says(503));
    publisher.on('/a', says(200, {}, 'bytes'));
    for (let i = 0; i < 4; i++) {
      expect(await outcome(got(fetcher, at('/p')))).toBe('HTTP 503');
      now += 20_000;
    }
    const before = publisher.seen.length;
    expect(await outcome(got(fetcher, at('/a')))).toEqual([
      'FETCH_UNAVAILABLE',
      'address',
      null,
      'files.test: HTTP 503',
    ]);
    expect(publisher.seen.length).toBe(before);
    expect(await outcome(got(fetcher, at('/a', 'other.test')))).toBe('bytes');
    now += LIMITS.patienceMs;
    expect(await outcome(got(fetcher, at('/a')))).toBe('bytes');
  });
});
