import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeBag } from '../../../tools/referees/bag.ts';
import { authorities } from './authorities.ts';
import { coveredUp, FOLDER, filesOf, packageOf, packed } from './made-package.ts';
import { sealedCase } from './sealed-case.ts';

/** What others wrote judges a package, with nothing of ours in between. */
const dir = mkdtempSync(join(tmpdir(), 'guidang-referees-'));
const zip = join(dir, 'package.zip');
const bag = join(dir, FOLDER);
const who = await authorities();
const run = (program: string, args: string[], cwd = bag): string =>
  execFileSync(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] }).toString();

beforeAll(async () => {
  writeFileSync(zip, await packageOf(sealedCase(who, { opinion: '甲 & <乙>\n"丙"' })));
  run('unzip', ['-q', zip], dir);
  writeFileSync(join(dir, 'ca.pem'), who.trust.signers[0]!.toString());
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('others', () => {
  it('bagit of the Library of Congress takes the bag, and finds a byte that was changed', async ({ skip }) => {
    const judgement = await judgeBag(zip);
    skip(judgement.outcome === 'skipped', judgement.detail);
    expect(judgement).toMatchObject({ outcome: 'accepted' });
    const files = await filesOf(await packageOf(sealedCase(who)));
    const path = 'data/申请材料/0001_申请表.pdf';
    files.set(path, Buffer.from('x'));
    writeFileSync(join(dir, 'changed.zip'), await packed(files));
    expect(await judgeBag(join(dir, 'changed.zip'))).toMatchObject({ outcome: 'refused' });
  });

  it('sha256sum takes both manifests as they lie, and OpenSSL the one of SM3', () => {
    run('sha256sum', ['--quiet', '-c', 'manifest-sha256.txt']);
    run('sha256sum', ['--quiet', '-c', 'tagmanifest-sha256.txt']);
    const lines = run('cat', ['data/校验/manifest-sm3.txt']).trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(15);
    for (const line of lines) {
      const [digest, path] = line.split('  ');
      expect(run('openssl', ['dgst', '-sm3', '-r', path!]).split(' ')[0]).toBe(digest);
    }
  });

  it('OpenSSL takes the timestamp over the root that the path leads to', () => {
    const script = `
import hashlib, json
p = json.load(open('data/校验/timestamp-path.json', encoding='utf-8'))
h = hashlib.sha256(open('data/校验/manifest.json', 'rb').read()).digest()
assert h.hex() == p['digest']
for group in p['path']:
    h = hashlib.sha256(b''.join(sorted([h] + [bytes.fromhex(x) for x in group]))).digest() if group else h
assert h.hex() == p['root']
print(p['root'])`;
    const root = run('python3', ['-c', script]).trim();
    const args = [
      'ts',
      '-verify',
      '-token_in',
      '-in',
      'data/校验/timestamp.tst',
      '-digest',
      root,
      '-CAfile',
      '../ca.pem',
    ];
    expect(run('openssl', args)).toContain('Verification: OK');
  });

  it('OpenSSL takes the signature over the manifest', () => {
    const script = `
import base64, json
jws = open('data/校验/manifest.jws').read()
head, middle, signature = jws.split('.')
assert middle == ''
pad = lambda t: base64.urlsafe_b64decode(t + '=' * (-len(t) % 4))
header = json.loads(pad(head))
open('../leaf.der', 'wb').write(base64.b64decode(header['x5c'][0]))
body = base64.urlsafe_b64encode(open('data/校验/manifest.json', 'rb').read()).rstrip(b'=').decode()
open('../signed', 'w').write(head + '.' + body)
raw = pad(signature)
def integer(b):
    b = b.lstrip(b'\\0') or b'\\0'
    b = b'\\0' + b if b[0] & 128 else b
    return bytes([2, len(b)]) + b
both = integer(raw[:32]) + integer(raw[32:])
open('../signature.der', 'wb').write(bytes([48, len(both)]) + both)`;
    run('python3', ['-c', script]);
    writeFileSync(join(dir, 'leaf.pem'), run('openssl', ['x509', '-inform', 'DER', '-in', '../leaf.der']));
    writeFileSync(join(dir, 'leaf.pub'), run('openssl', ['x509', '-in', '../leaf.pem', '-pubkey', '-noout']));
    run('openssl', ['verify', '-CAfile', '../ca.pem', '../leaf.pem']);
    expect(
      run('openssl', ['dgst', '-sha256', '-verify', '../leaf.pub', '-signature', '../signature.der', '../signed']),
    ).toContain('Verified OK');
  });

  it('Python follows the chain and reads every XML and JSON file', () => {
    const script = `
import hashlib, json, xml.dom.minidom
last = {}
lines = open('data/校验/chain.jsonl', 'rb').read().split(b'\\n')
assert lines.pop() == b''
for line in lines:
    link = json.loads(line)
    seq, previous = last.get(link['step'], (-1, None))
    assert link['seq'] == seq + 1 and link['previous'] == previous
    last[link['step']] = (link['seq'], hashlib.sha256(line).hexdigest())
assert link['type'] == 'CaseSealed'
assert link['body']['manifest'] == 'sha256:' + hashlib.sha256(open('data/校验/manifest.json', 'rb').read()).hexdigest()
for name in ['基本信息', '材料清单', '流程信息', '目录文件']:
    print(xml.dom.minidom.parse('data/' + name + '.xml').documentElement.tagName)
opinion = xml.dom.minidom.parse('data/流程信息.xml').getElementsByTagName('CLYJ')[0].firstChild.data
print(json.dumps(opinion, ensure_ascii=False))
json.load(open('data/表单.json', encoding='utf-8')); json.load(open('data/校验/scheme.json', encoding='utf-8'))`;
    expect(run('python3', ['-c', script]).trim().split('\n')).toEqual([
      'base_info',
      'description',
      'description',
      'fileset',
      JSON.stringify('甲 & <乙>\n"丙"'),
    ]);
  });

  it('a package that was covered up passes bagit, which knows of no seal', async ({ skip }) => {
    const files = await filesOf(await packageOf(sealedCase(who)));
    const changed = new Map(files);
    changed.set('data/申请材料/0001_申请表.pdf', Buffer.from('x'));
    const path = join(dir, 'covered.zip');
    writeFileSync(path, await packed(coveredUp(changed, files)));
    const judgement = await judgeBag(path);
    skip(judgement.outcome === 'skipped', judgement.detail);
    expect(judgement.outcome).toBe('accepted');
  });
});
