"""Judges the proof of a case, one ZIP (docs/formats/case-proof.md)."""
import base64, hashlib, re, struct, zlib
from common import HEX, Note, Odd, leaf, need, node, parse, sha, unbase64, whole

class Absent(Exception):
    """What is not there to be looked at, which is no fault."""

def unzip(data):
    """Entries one behind the other from byte 0 on, none packed, the directory behind them, nothing between and nothing after."""
    need(len(data) >= 22 and data[-22:-18] == b'PK\5\6', 'no ZIP, or one with something behind its end')
    count, directory = struct.unpack('<H4xI', data[-12:-2])
    files, following, place = {}, 0, directory
    for _ in range(count):
        mark, method, crc, packed, size, name, extra, comment, local = struct.unpack_from('<4s6xH4xIIIHHH8xI', data, place)
        inner, inner_name, inner_extra = struct.unpack_from('<4s22xHH', data, local)
        start = local + 30 + inner_name + inner_extra
        path, body = data[place + 46 : place + 46 + name].decode(), data[start : start + size]
        need((mark, inner, method, packed, local) == (b'PK\1\2', b'PK\3\4', 0, size, following), f'{path} lies elsewhere, or is packed')
        need(data[local + 30 : local + 30 + inner_name].decode() == path and path not in files, f'{path} is another file, or there twice')
        need(start + size <= directory and zlib.crc32(body) == crc, f'{path} is not what its checksum says')
        files[path], following, place = body, start + size, place + 46 + name + extra + comment
    need((place, following) == (len(data) - 22, directory), 'the ZIP holds more than its files')
    return files

def unbase64url(value):
    return unbase64(value.translate({45: '+', 95: '/'}) + '=' * (-len(value) % 4))

class Proof:
    def __init__(self, data, anchors, openssl):
        self.data, self.anchors, self.openssl = data, anchors, openssl
        self.case, self.checks, self.first, self.note, self.time = '', {}, None, None, None
    def run(self):
        self.check('FILES', self.read)
        if self.checks['FILES'] == 'ok':
            for name in ('CHECKPOINT', 'WITNESSES', 'STAMPED', 'INCLUSION', 'CHAIN', 'COPIES', 'MANIFEST', 'TIMESTAMP', 'SIGNATURE', 'NATIONAL'):
                self.check(name, getattr(self, name.lower()))
        return 'holds' if self.first is None else 'fails'
    def check(self, name, judge):
        try:
            judge()
            self.checks[name] = 'ok'
        except Absent:
            self.checks[name] = 'not-run'
        except (Odd, ValueError, LookupError, TypeError, AttributeError, struct.error) as error:
            self.checks[name] = 'bad'
            self.first = self.first or f'{name}: {error}'
    def there(self, what):
        if what is None:
            raise Absent
        return what
    def read(self):
        self.files = unzip(self.data)
        self.index = parse(self.files['proof.json'])
        need((self.index['format'], self.index['version']) == ('guidang-case-proof', 1), 'no case proof of version 1')
        self.case, self.links = self.index['case'], []
        for one in self.index['links']:
            need(sha(self.files[one['file']]) == one['sha256'], f"{one['file']}: another digest")
            link = parse(self.files[one['file']])
            need(link['case'] == self.case, f"{one['file']}: of another case")
            self.links.append(link)
        self.here = {one['sha256'] for one in self.index['links']}
        self.facts = next((link['facts'] for link in self.links if link['type'] == 'CaseSealed'), None)
    def checkpoint(self):
        note = Note(self.files['checkpoint'].decode())
        note.believe(self.openssl, self.anchors)
        self.note = note
    def witnesses(self):
        self.there(self.note).cosigned(self.openssl, self.anchors)
    def stamped(self):
        self.openssl.stamped(self.there(self.files.get('checkpoint.tst')), sha(self.files['checkpoint']), self.anchors['tsa'])
    def inclusion(self):
        note, places = self.there(self.note), [one['index'] for one in self.index['links']]
        need(places and len(set(places)) == len(places), 'no link, or two at one place')
        for one in self.index['links']:
            at, last, value = one['index'], note.size - 1, leaf(bytes.fromhex(one['sha256']))
            need(whole(at) and at < note.size, 'no place in the log')
            for line in self.files[one['inclusion']].decode().split('\n')[:-1]:
                match, left = re.fullmatch('([LR]) ([0-9a-f]{64})', line), at % 2 == 1 or at == last
                need(match and last > 0 and (match[1] == 'L') == left, f"{one['inclusion']}: of another place")
                other = bytes.fromhex(match[2])
                value = node(other, value) if left else node(value, other)
                while left and at % 2 == 0 and at > 0:
                    at, last = at // 2, last // 2
                at, last = at // 2, last // 2
            need(last == 0 and value == note.root, f"{one['file']}: not in the log")
    def chain(self):
        heads = {}
        for one, link in zip(self.index['links'], self.links):
            seq, head = heads.get(link['step'], (0, None))
            need((link['seq'], link['previous']) == (seq, head), f"{one['file']}: seq or previous")
            need(not link['input']['topic'].startswith('archive.') or link['input']['sha256'] in self.here, f"{one['file']}: what it answers is not here")
            heads[link['step']] = (seq + 1, one['sha256'])
    def copies(self):
        wanted = {'links.sha256': ''.join(f"{one['sha256']}  {one['file']}\n" for one in self.index['links']).encode()}
        for one in self.index['links']:
            hashes = [base64.b64encode(bytes.fromhex(line[2:])).decode() + '\n' for line in self.files[one['inclusion']].decode().split('\n')[:-1]]
            name = one['inclusion'].replace('inclusion/', 'tlog-proof/').replace('.txt', '.tlog-proof')
            wanted[name] = f"c2sp.org/tlog-proof@v1\nindex {one['index']}\n{''.join(hashes)}\n".encode() + self.files['checkpoint']
        facts = self.facts or {'signature': None, 'timestamp': None, 'national': None}
        if facts['signature'] is not None:
            wanted['seal/manifest.jws'] = facts['signature'].encode()
        if facts['national'] is not None:
            wanted['seal/manifest.sm2'] = unbase64(facts['national']['signature'])
        for suffix, seal in (('', facts), ('-sm3', facts['national'])):
            if seal and seal['timestamp']:
                wanted[f'seal/timestamp{suffix}.tst'] = unbase64(seal['timestamp']['token'])
                wanted[f'seal/timestamp-path{suffix}.txt'] = ''.join(' '.join(group) + '\n' for group in seal['timestamp']['path']).encode()
                if seal['evidenceRecord'] is not None:
                    wanted[f'seal/evidence-record{suffix}.ers'] = unbase64(seal['evidenceRecord'])
        for name, data in wanted.items():
            need(self.files.get(name) == data, f'{name} is not what the links say')
        known = {*wanted, 'seal/manifest.json', *(one['file'] for one in self.index['links'])}
        need(all(name in known for name in self.files if name.startswith(('links/', 'seal/'))), 'a file that does not belong here')
    def manifest_digest(self):
        return self.there(self.facts)['manifest']['content'].removeprefix('sha256:')
    def manifest(self):
        digest = self.manifest_digest()
        need(sha(self.files['seal/manifest.json']) == digest, 'it is not the one that was sealed')
        need(all(one['sha256'] in self.here for one in parse(self.files['seal/manifest.json'])['links']), 'links of it are not here')
        self.sealed = self.files['seal/manifest.json']
    def timestamp(self):
        value, stamp = bytes.fromhex(self.manifest_digest()), self.there(self.facts['timestamp'])
        for group in stamp['path']:
            need(all(HEX.match(one) for one in group), 'no digest')
            value = hashlib.sha256(b''.join(sorted([value, *map(bytes.fromhex, group)]))).digest()
        need(value.hex() == stamp['root'], 'the manifest does not lead to what was stamped')
        self.time = self.openssl.stamped(unbase64(stamp['token']), stamp['root'], self.anchors['tsa'])
    def signature(self):
        """A detached JWS by a certificate that leads to the anchors and was valid at the time of the token."""
        jws = self.there(self.there(self.facts)['signature']).split('.')
        need(self.checks['MANIFEST'] == 'ok' and self.time is not None and len(jws) == 3 and jws[1] == '', 'no manifest or no time to believe, or no detached JWS')
        header, signature = parse(unbase64url(jws[0])), unbase64url(jws[2])
        need(not {'crit', 'b64'} & set(header) and header['alg'] in ('ES256', 'EdDSA'), 'a JWS of another kind')
        leaf_pem, *pool = [b'-----BEGIN CERTIFICATE-----\n' + base64.encodebytes(unbase64(one)) + b'-----END CERTIFICATE-----\n' for one in header['x5c']]
        key = self.openssl.run('x509', '-in', leaf_pem, '-pubkey', '-noout')
        message = f'{jws[0]}.'.encode() + base64.urlsafe_b64encode(self.sealed).rstrip(b'=')
        if header['alg'] == 'ES256':
            need(len(signature) == 64, 'no ES256 signature')
            numbers = [value.to_bytes(value.bit_length() // 8 + 1, 'big') for value in (int.from_bytes(signature[:32], 'big'), int.from_bytes(signature[32:], 'big'))]
            body = b''.join(b'\2' + bytes([len(number)]) + number for number in numbers)
            holds = self.openssl.run('dgst', '-sha256', '-verify', key, '-signature', b'\x30' + bytes([len(body)]) + body, message) is not None
        else:
            holds = self.openssl.signed(key, message, signature)
        need(holds, 'the signature does not hold')
        trusted, more = '\n'.join(self.anchors['signers']['certificates']).encode(), ['-untrusted', b''.join(pool)] if pool else []
        leads = self.openssl.run('verify', '-attime', str(self.time), '-CAfile', trusted, *more, leaf_pem)
        need(leads is not None, 'the certificate leads to none that is trusted')
    def national(self):
        raise Absent
