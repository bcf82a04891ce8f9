import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signWith } from '../../lab/src/ca/index.ts';
import { makeSeal, plainOfd, signOfd, signWithSeal } from '../../lab/src/eseal/index.ts';
import {
  addValidationData,
  buildHashTree,
  digestOf,
  newRecord,
  objectOfBytes,
  recordBytes,
  rehashDigests,
  renewalDigest,
  sha256,
  signCms,
  signPdf,
  sm2PointOfCertificate,
  sm2PrivateKeyOf,
  sm2Sign,
  sm2Verifies,
  verifyCms,
  verifyOfd,
  withRehash,
  withRenewal,
} from '../src/index.ts';
import { type Over, VECTORS } from './dss/vectors.ts';
import { VECTOR_PLACE } from './fetch-dss-vectors.ts';
import { javaJudge, runs } from './judges.ts';
import { DAY, held, house, keyOf, NOW } from './lab.ts';
import { pdfA } from './pdfa.ts';

/** What we write, before judges that others wrote. One that cannot be had here is skipped by its name. */
const [bouncycastle, dss, verapdf, ofdrw] = (['bc', 'dss', 'verapdf', 'ofdrw'] as const).map(javaJudge) as [
  ReturnType<typeof javaJudge>,
  ReturnType<typeof javaJudge>,
  ReturnType<typeof javaJudge>,
  ReturnType<typeof javaJudge>,
];
type Ask = Exclude<ReturnType<typeof javaJudge>, string>;
const pdfsig = runs('pdfsig', '-v');
const pyhanko = runs('python3', '-c', 'import pyhanko');

const dir = mkdtempSync(join(tmpdir(), 'guidang-judges-'));
const at = (name: string): string => join(dir, name);
const put = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(at(name), bytes);
  return at(name);
};
const lab = house('p256');
const sm = house('sm2', 'SM2 root');
const stamp = async (bytes: Uint8Array) => lab.stamp(sha256(bytes));
const flipped = (bytes: Uint8Array, i: number): Buffer => {
  const changed = Buffer.from(bytes);
  changed[i]! ^= 1;
  return changed;
};

beforeAll(() => {
  put('root.pem', lab.root.toString());
  put('root.crl', lab.list([], NOW - 30 * DAY, NOW + 3650 * DAY));
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('evidence records of ours', () => {
  const documents = [0, 1, 2].map((i) => Buffer.from(`文件 ${i}`));
  const objects = documents.map((bytes, i) => objectOfBytes(`document ${i}`, bytes));
  const tree = buildHashTree([documents.slice(0, 2).map((d) => sha256(d)), [sha256(documents[2]!)]]);
  const first = newRecord('sha256', tree.trees[0]!, lab.stamp(tree.root));
  const renewal = renewalDigest(first);
  const mates = buildHashTree([[renewal.digest], [sha256('batch mate')]]);
  const second = withRenewal(first, mates.trees[0]!, lab.stamp(mates.root, { at: NOW + 1000 }));
  const rehash = buildHashTree(
    [rehashDigests(second, objects.slice(0, 2), 'sha512'), [digestOf('sha512', 'batch mate')]],
    'sha512',
  );
  const third = withRehash(
    second,
    'sha512',
    rehash.trees[0]!,
    lab.stamp(rehash.root, { algorithm: 'sha512', at: NOW + 2000 }),
  );
  const stages = { first, second, third };

  const lines = (): string[] => {
    const data = documents.map((bytes, i) => put(`data-${i}`, bytes));
    return [
      ...Object.entries(stages).map(([name, record]) =>
        [put(`${name}.ers`, recordBytes(record)), data[0], data[1]].join('\t'),
      ),
      ...Object.keys(stages).map((name) => [at(`${name}.ers`), put('other', 'other')].join('\t')),
    ];
  };

  it.skipIf(typeof bouncycastle === 'string')(
    'are accepted by Bouncy Castle after each renewal, and not over other data',
    () => {
      const said = (bouncycastle as Ask)([], lines());
      expect(said.slice(0, 3)).toEqual(['ok', 'ok', 'ok']);
      expect(said.slice(3).every((line) => line.startsWith('no'))).toBe(true);
    },
  );

  it.skipIf(typeof dss === 'string')('are accepted by EU DSS after each renewal, and not over other data', () => {
    const said = (dss as Ask)(['-t', at('root.pem'), '-c', at('root.crl'), '-'], lines()).map((line) =>
      JSON.parse(line),
    );
    expect(said.map((s) => s.pass)).toEqual([true, true, true, false, false, false]);
    expect(said[2].timestamps).toHaveLength(3);
  });
});

describe('a PDF/A-2b that we sign', () => {
  const files = new Map<string, Buffer>();
  beforeAll(async () => {
    const pdf = await pdfA();
    const signer = lab.signer('归档章');
    const wish = { at: NOW, reason: '归档', name: '某市档案馆' };
    const t = held(await signPdf(pdf, signer, { ...wish, stamp }));
    files.set('b', held(await signPdf(pdf, signer, wish)));
    files.set('t', t);
    files.set(
      'lt',
      held(
        addValidationData(t, {
          certificates: [lab.root.raw, signer.certificates[0]!.raw, lab.certificate('timestamp', 'Test TSA').raw],
          revocationLists: [lab.list()],
        }),
      ),
    );
    files.set('rsa', held(await signPdf(pdf, lab.signer('rsa 章', 'rsa'), { ...wish, stamp })));
    files.set('flipped', flipped(t, pdf.length >> 1));
    for (const [name, bytes] of files) put(`${name}.pdf`, bytes);
  });
  const names = ['b', 't', 'lt', 'rsa', 'flipped'];

  it.skipIf(typeof verapdf === 'string')('is still a PDF/A-2b to veraPDF', () => {
    const said = (verapdf as Ask)(
      [],
      names.slice(0, 4).map((name) => `2b\t${at(`${name}.pdf`)}`),
    );
    expect(said.map((line) => JSON.parse(line).verdict)).toEqual(['PASS', 'PASS', 'PASS', 'PASS']);
  });

  it.skipIf(typeof dss === 'string')(
    'is PAdES baseline of its level to EU DSS, and with a byte flipped it is not',
    () => {
      const said = (dss as Ask)(
        ['-t', at('root.pem'), '-c', at('root.crl'), '-'],
        names.map((name) => at(`${name}.pdf`)),
      ).map((line) => JSON.parse(line));
      expect(said.map((s) => [s.pass, s.signatures?.[0]?.format])).toEqual([
        [true, 'PAdES-BASELINE-B'],
        [true, 'PAdES-BASELINE-T'],
        [true, 'PAdES-BASELINE-LT'],
        [true, 'PAdES-BASELINE-T'],
        [false, expect.anything()],
      ]);
    },
  );

  it.skipIf(!pdfsig)('holds for poppler, and with a byte flipped it does not', () => {
    const said = (name: string): string => spawnSync('pdfsig', [at(`${name}.pdf`)], { encoding: 'utf8' }).stdout;
    for (const name of ['b', 't', 'rsa']) {
      expect(said(name)).toContain('Signature is Valid');
      expect(said(name)).toContain('Total document signed');
    }
    expect(said('flipped')).not.toContain('Signature is Valid');
  });

  it.skipIf(!pyhanko)(
    'holds for pyHanko with chain, coverage and timestamp, and with a byte flipped it does not',
    () => {
      const ask = (...which: string[]) =>
        spawnSync(
          'python3',
          [
            join(import.meta.dirname, 'judge-pyhanko.py'),
            at('root.pem'),
            at('root.crl'),
            ...which.map((n) => at(`${n}.pdf`)),
          ],
          { encoding: 'utf8' },
        );
      const good = ask('b', 't', 'rsa');
      expect(good.stdout.trim().split('\n')).toHaveLength(3);
      expect(good.status).toBe(0);
      expect(ask('flipped').status).toBe(1);
      // The store of LT was added after the signature, and pyHanko says so.
      expect(ask('lt').stdout).toContain('LTA_UPDATES');
    },
  );
});

describe('CMS that we sign', () => {
  const data = Buffer.from('清单');

  // OpenSSL 3.0 cannot read Ed25519 in CMS; DSS does, below.
  it.each(['p256', 'rsa'] as const)(
    'with %s is accepted by openssl over its data, and over nothing else',
    async (kind) => {
      const cms = await signCms(data, lab.signer(`${kind} 章`, kind), { signingTime: NOW });
      put('data', data);
      put('other', 'other');
      put('cms', cms);
      const verify = (content: string) =>
        spawnSync(
          'openssl',
          [
            'cms',
            '-verify',
            '-binary',
            '-inform',
            'DER',
            '-in',
            at('cms'),
            '-content',
            at(content),
            '-CAfile',
            at('root.pem'),
            '-purpose',
            'any',
            '-cades',
            '-attime',
            String(NOW / 1000),
          ],
          { encoding: 'utf8' },
        );
      const [good, bad] = [verify('data'), verify('other')];
      expect(good.stderr).toMatch(/successful/i);
      expect(bad.status).not.toBe(0);
    },
  );

  it.skipIf(typeof dss === 'string')('is CAdES baseline to EU DSS, with and without a timestamp', async () => {
    const signer = lab.signer('归档章');
    const detached = await signCms(data, signer, { signingTime: NOW });
    const attached = await signCms(data, signer, { signingTime: NOW, attached: true, stamp });
    const edwards = await signCms(data, lab.signer('ed25519 章', 'ed25519'), { signingTime: NOW, attached: true });
    const lines = [
      [put('detached.p7s', detached), put('data', data)].join('\t'),
      put('attached.p7m', attached),
      put('edwards.p7m', edwards),
      [at('detached.p7s'), put('other', 'other')].join('\t'),
    ];
    const said = (dss as Ask)(['-t', at('root.pem'), '-c', at('root.crl'), '-'], lines).map((line) => JSON.parse(line));
    expect(said.map((s) => [s.pass, s.signatures?.[0]?.format])).toEqual([
      [true, 'CAdES-BASELINE-B'],
      [true, 'CAdES-BASELINE-T'],
      [false, 'CAdES-BASELINE-B'],
      [false, expect.anything()],
    ]);
    // Ed25519 is read and holds, and is not on the list of ETSI TS 119 312 that DSS goes by.
    expect(said[2].signatures[0].sub).toBe('CRYPTO_CONSTRAINTS_FAILURE_NO_POE');
    expect(said[3].signatures[0].sub).toBe('HASH_FAILURE');
  });
});

describe('CMS that openssl signs', () => {
  const data = Buffer.from('清单');
  const made = (...more: string[]): Buffer => {
    put('data', data);
    put('rsa.pem', lab.certificate('seal', 'rsa 章', 'rsa').toString());
    put('rsa.key', keyOf('rsa', 'rsa 章').export({ type: 'pkcs8', format: 'pem' }));
    const common = [
      '-binary',
      '-in',
      at('data'),
      '-signer',
      at('rsa.pem'),
      '-inkey',
      at('rsa.key'),
      '-outform',
      'DER',
      '-out',
      at('made'),
    ];
    execFileSync('openssl', ['cms', '-sign', '-md', 'sha256', ...common, ...more]);
    return readFileSync(at('made'));
  };

  it.each([
    ['as CAdES', ['-cades'], 'rsa-sha256'],
    ['with its content inside', ['-cades', '-nodetach'], 'rsa-sha256'],
    ['streamed in BER', ['-cades', '-nodetach', '-stream'], 'rsa-sha256'],
    ['with PSS', ['-cades', '-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:32'], 'rsa-pss-sha256'],
  ])('(%s) holds for us, and over other data it does not', (_, options, scheme) => {
    const cms = made(...options);
    const trust = { anchors: [lab.root], at: NOW };
    expect(held(verifyCms(cms, data, trust)).signers[0]).toMatchObject({ scheme });
    expect(verifyCms(cms, Buffer.from('other'), trust)).toMatchObject({ code: 'CMS_CONTENT' });
  });

  it('(without naming its certificate) is refused, unless that is wished', () => {
    const cms = made();
    expect(verifyCms(cms, data, { anchors: [lab.root], at: NOW })).toMatchObject({ code: 'CMS_CERTIFICATE' });
    expect(verifyCms(cms, data, { anchors: [lab.root], at: NOW, naming: 'none' })).toMatchObject({ ok: true });
  });

  it('(with SHA-1) is refused by name', () => {
    const cms = made('-md', 'sha1');
    expect(verifyCms(cms, data, { anchors: [lab.root], at: NOW, naming: 'none' })).toMatchObject({
      code: 'CMS_ALGORITHM',
      detail: expect.stringContaining('sha1'),
    });
  });
});

describe.skipIf(!existsSync(VECTOR_PLACE))('the records published with EU DSS', () => {
  const nameOf = (over: Over, i: number, j: number): string => {
    if (typeof over === 'string') return put(`vector-${i}-${j}`, over);
    if ('file' in over) return join(VECTOR_PLACE, over.file);
    return Object.entries(over)
      .map(([name, text]) => `${name}:${Buffer.from(text, 'base64').toString('hex')}`)
      .join('+');
  };
  const lines = (): string[] =>
    VECTORS.map((v, i) => [join(VECTOR_PLACE, v.record), ...v.over.map((over, j) => nameOf(over, i, j))].join('\t'));

  it.skipIf(typeof bouncycastle === 'string')('are judged by Bouncy Castle as the table says', () => {
    const said = (bouncycastle as Ask)([], lines()).map((line) => line === 'ok');
    expect(said).toEqual(VECTORS.map((v) => v.bouncycastle));
  });

  it.skipIf(typeof dss === 'string')('are judged by EU DSS as the table says, by references and timestamps', () => {
    interface Said {
      readonly error?: string;
      readonly timestamps?: readonly { imprintIntact: boolean; sigValid: boolean; indication: string }[];
      readonly evidenceRecords?: readonly { sub: string; refs: readonly string[] }[];
    }
    const said = (dss as Ask)(['-'], lines()).map((line) => JSON.parse(line) as Said);
    const found = said.map(({ error, timestamps = [], evidenceRecords = [] }, i) => {
      const stamps = timestamps.every((t) => t.imprintIntact && t.sigValid && t.indication !== 'FAILED');
      const objects = evidenceRecords
        .flatMap((r) => r.refs)
        .filter((ref) => ref.endsWith(' ok') && ref.includes('ARCHIVE_OBJECT'));
      return !error && stamps && objects.length >= VECTORS[i]!.over.length;
    });
    expect(found).toEqual(VECTORS.map((v) => v.dss));
  });
});

describe('SM2 with SM3 of ours', () => {
  const key = keyOf('sm2', '归档章');
  const own = sm2PrivateKeyOf(key);
  const message = Buffer.from('清单 manifest');
  const options = ['-rawin', '-in', at('m'), '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678'];

  it('is accepted by openssl under the standard user identity, and takes what openssl signs', () => {
    put('m', message);
    put('k', key.export({ type: 'pkcs8', format: 'pem' }));
    put('s', sm2Sign(message, own));
    const verify = (...identity: string[]) =>
      spawnSync('openssl', [
        'pkeyutl',
        '-verify',
        '-inkey',
        at('k'),
        '-sigfile',
        at('s'),
        ...options.slice(0, -1),
        ...identity,
      ]).status;
    expect(verify('distid:1234567812345678')).toBe(0);
    expect(verify('distid:another')).not.toBe(0);
    execFileSync('openssl', ['pkeyutl', '-sign', '-inkey', at('k'), '-out', at('s2'), ...options]);
    expect(sm2Verifies(message, readFileSync(at('s2')), own.point)).toBe(true);
  });

  it('is in certificates and lists that openssl accepts', () => {
    put('sm-root.pem', sm.root.toString());
    const leaf = sm.certificate('seal', '归档章');
    expect(sm2PointOfCertificate(leaf)).toEqual(own.point);
    put('sm-leaf.pem', leaf.toString());
    const verify = spawnSync(
      'openssl',
      [
        'verify',
        '-vfyopt',
        'distid:1234567812345678',
        '-CAfile',
        at('sm-root.pem'),
        '-attime',
        String(NOW / 1000),
        at('sm-leaf.pem'),
      ],
      { encoding: 'utf8' },
    );
    expect(verify.stdout).toContain('OK');
  });
});

describe('an OFD', () => {
  const hand = (name: string) => ({ certificate: sm.certificate('seal', name), key: keyOf('sm2', name) });
  const clerk = hand('经办人');
  const order = {
    id: 'LAB0001',
    name: '归档章',
    maker: hand('制章单位'),
    holders: [clerk.certificate],
    validFrom: NOW - DAY,
    validUntil: NOW + 100 * DAY,
    picture: Buffer.from('png'),
  };
  const plain = plainOfd('归档');
  const zipped = (files: ReadonlyMap<string, Buffer>): Uint8Array => zipSync(Object.fromEntries(files));

  it.skipIf(typeof ofdrw === 'string')(
    'that we seal or sign is accepted by ofdrw, and with a page changed it is not',
    async () => {
      const ask = ofdrw as Ask;
      const sealed = signOfd(plain, {
        type: 'Seal',
        sign: (document, path) => signWithSeal(document, path, makeSeal(order), clerk, NOW),
      });
      expect(ask(['verify', put('seal.ofd', zipped(sealed))]).join()).toContain('SESV4ValidateContainer: VALID');
      let document: Buffer = Buffer.alloc(0);
      signOfd(plain, { type: 'Sign', sign: (of) => (document = of) });
      const signer = {
        certificates: [clerk.certificate],
        algorithm: 'sm2-sm3' as const,
        sign: async (bytes: Uint8Array) => signWith(clerk.key, bytes),
      };
      const value = await signCms(document, signer, { suite: 'gm' });
      const signed = signOfd(plain, { type: 'Sign', sign: () => value });
      expect(ask(['verify', put('sign.ofd', zipped(signed))]).join()).toContain('GBT35275ValidateContainer: VALID');
      const changed = new Map(sealed).set('Doc_0/Pages/Page_0/Content.xml', Buffer.from('<x/>'));
      expect(() => ask(['verify', put('changed.ofd', zipped(changed))])).toThrow();
    },
  );

  it.skipIf(typeof ofdrw === 'string')(
    'that ofdrw seals or signs is accepted by us, and with a page changed it is not',
    () => {
      const ask = ofdrw as Ask;
      put('plain.ofd', zipped(plain));
      put('clerk.pem', clerk.certificate.toString());
      put('clerk.p8', clerk.key.export({ type: 'pkcs8', format: 'der' }));
      // The smallest picture that is one.
      put(
        'picture.png',
        Buffer.from(
          'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
          'base64',
        ),
      );
      // ofdrw signs with one hand, which is its own maker; its certificate stands for the root here, and its clock is this machine's.
      const trust = { anchors: [clerk.certificate], at: Date.now() + 60_000 };
      for (const [verb, type, more] of [
        ['sign', 'Sign', []],
        ['seal', 'Seal', [at('picture.png')]],
      ] as const) {
        ask([verb, at('plain.ofd'), at(`${verb}-by.ofd`), at('clerk.pem'), at('clerk.p8'), ...more]);
        const entries = new Map(Object.entries(unzipSync(readFileSync(at(`${verb}-by.ofd`)))));
        expect(held(verifyOfd(entries, trust))[0]).toMatchObject({ type });
        entries.set('Doc_0/PublicRes.xml', Buffer.from('<x/>'));
        expect(verifyOfd(entries, trust)).toMatchObject({ code: 'OFD_DIGEST' });
      }
    },
  );
});

describe('judges that could not be had here', () => {
  it('are named', () => {
    for (const judge of [bouncycastle, dss, verapdf, ofdrw])
      if (typeof judge === 'string') console.log(`跳过 / skipped: ${judge}`);
    if (!pdfsig) console.log('跳过 / skipped: pdfsig (apt-get install poppler-utils)');
    if (!pyhanko) console.log('跳过 / skipped: pyHanko (pip install pyhanko)');
  });
});
