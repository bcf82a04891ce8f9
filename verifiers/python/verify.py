#!/usr/bin/env python3
"""A second opinion on a dump of Guidang: Python's standard library and the openssl command, written from docs/formats alone.

    verify.py --anchors ANCHORS.json DUMP [DUMP …]

One line of JSON for each dump: {"dump", "verdict": "whole" | "broken", "first": {topic, partition, offset, what} | null, "found"}.
Exit code 0: all whole, 1: one is broken, 2: could not run. Decisions are not taken again: that is the auditor's (docs/formats/records.md).
"""
import argparse, base64, datetime, difflib, hashlib, json, os, re, struct, subprocess, sys, tempfile

STEPS = ['capture', 'check', 'seal', 'package', 'store', 'use']
ARCHIVE = [f'archive.{step}' for step in STEPS]
PARKED = [f'archive.{step}.parked' for step in [*STEPS, 'notary']]
KEYED = ['case.events', 'case.decisions', *ARCHIVE, *PARKED]
SINGLE = ['archive.checkpoint', 'registry.schemes']
AHEAD_MS = 5 * 60 * 1000
TRACE = {'traceparent', 'tracestate', 'baggage'}
KNOWN_REASONS = set('''MALFORMED WRONG_PARTITION SCHEME_UNKNOWN SCHEME_MISMATCH RULES_INVALID CASE_UNKNOWN CASE_OPEN CASE_CLOSED CASE_WITHDRAWN
CASE_NOT_STORED CASE_ALREADY_OPEN CASE_ALREADY_CHECKED CASE_ALREADY_SEALED CASE_ALREADY_PACKAGED CASE_ALREADY_STORED CASE_ALREADY_INDEXED MATERIAL_EXISTS
MATERIAL_UNKNOWN MATERIAL_NAME_RESERVED TOO_MANY_FILES TOO_MANY_RESULTS TOO_MANY_STEPS SOURCE_DIFFERS SUITE_NOT_SEALED RENEWAL_DIGEST'''.split())
HEX = re.compile(r'[0-9a-f]{64}$')

def sha(data):
    return hashlib.sha256(data or b'').hexdigest()

class Odd(Exception):
    """What cannot be read as what it should be."""

def need(holds, what):
    if not holds:
        raise Odd(what)

def read(path):
    with open(path, 'rb') as file:
        return file.read()

class Record:
    def __init__(self, kind, offset, time):
        self.kind, self.offset, self.time, self.key, self.value, self.headers = kind, offset, time, None, None, None

def entries(data):
    """The entries of a file of records (docs/formats/dump.md)."""
    need(data[:8] == b'GUIDANG1', 'not a file of records')
    at, found = 8, []
    while at < len(data):
        need(at + 4 <= len(data), 'the file ends inside an entry')
        (size,) = struct.unpack_from('>I', data, at)
        body = data[at + 4 : at + 4 + size]
        need(len(body) == size and 17 <= size <= 16 << 20, 'the file ends inside an entry')
        at += 4 + size
        kind, offset, time = struct.unpack_from('>Bqq', body)
        need(kind <= 3 and 0 <= offset < 1 << 53 and 0 <= time < 1 << 53, 'no such entry')
        record, here = Record(kind, offset, time), 17
        if kind == 0:
            def field():
                nonlocal here
                (length,) = struct.unpack_from('>i', body, here)
                here += 4 + max(length, 0)
                need(length >= -1 and here <= size, 'a field that goes on behind its entry')
                return None if length < 0 else body[here - length : here]
            record.key, record.value, record.headers = field(), field(), {}
            (count,) = struct.unpack_from('>H', body, here)
            here += 2
            for _ in range(count):
                (length,) = struct.unpack_from('>H', body, here)
                name = body[here + 2 : here + 2 + length].decode('utf-8', 'replace')
                here += 2 + length
                value = field()
                if value is not None:
                    record.headers[name] = value.decode('utf-8', 'replace')
        need(not (here != size), 'bytes after the end of the entry')
        found.append(record)
    return found

def parse(data):
    """JSON that says each member once."""
    def members(pairs):
        need(not (len({name for name, _ in pairs}) != len(pairs)), 'a member twice')
        return dict(pairs)
    try:
        return json.loads((data or b'').decode('utf-8'), object_pairs_hook=members)
    except (ValueError, RecursionError) as error:
        raise Odd(str(error)) from error

def instant(text):
    need(not (not isinstance(text, str) or not re.match(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$', text)), 'no time')
    try:
        return datetime.datetime.fromisoformat(text.replace('Z', '+00:00')).timestamp() * 1000
    except ValueError as error:
        raise Odd('no time') from error

def whole(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0

def shape(value, /, **members):
    """Exactly these members, each of which passes its test."""
    need(not (not isinstance(value, dict) or set(value) != set(members)), 'other members than there should be')
    for name, holds in members.items():
        need(not (not (holds(value[name]) if callable(holds) else value[name] == holds and type(value[name]) is type(holds))), name)

# --- signatures: everything asymmetric is openssl's

class OpenSsl:
    def __init__(self):
        self.dir = tempfile.TemporaryDirectory()
        self.known = {}
    def file(self, name, data):
        path = os.path.join(self.dir.name, name)
        with open(path, 'wb') as file:
            file.write(data)
        return path
    def once(self, key, command):
        if key not in self.known:
            self.known[key] = subprocess.run(['openssl', *command()], capture_output=True, check=False).returncode == 0
        return self.known[key]
    def ed25519(self, raw, message, signature):
        key = lambda: self.file('key', bytes.fromhex('302a300506032b6570032100') + raw)  # noqa: E731
        return self.once((raw, message, signature), lambda: ['pkeyutl', '-verify', '-pubin', '-keyform', 'DER', '-inkey', key(), '-rawin', '-in', self.file('text', message), '-sigfile', self.file('sig', signature)])
    def token(self, token, digest, authorities):
        return self.once((token, digest), lambda: ['ts', '-verify', '-token_in', '-in', self.file('token', token), '-digest', digest, '-CAfile', self.file('ca', authorities.encode())])

def unbase64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except (ValueError, TypeError) as error:
        raise Odd('no base64') from error
    need(base64.b64encode(data).decode() == text, 'no base64')
    return data

class Note:
    """A C2SP signed note that is a checkpoint."""
    def __init__(self, text):
        cut = text.rfind('\n\n') if isinstance(text, str) else -1
        need(cut >= 0 and text.endswith('\n'), 'no signed note')
        self.text, lines = text[: cut + 1], text[cut + 2 : -1].split('\n')
        head = self.text.split('\n')
        need(len(head) == 4 and re.match(r'(0|[1-9]\d{0,15})$', head[1]), 'no checkpoint')
        self.origin, self.size, self.root = head[0], int(head[1]), unbase64(head[2])
        need(len(self.root) == 32, 'no checkpoint')
        self.signatures = []
        for line in lines:
            match = re.match('\u2014 (\\S+) (\\S+)$', line)
            need(match, 'a line that is no signature')
            blob = unbase64(match[2])
            self.signatures.append((match[1], blob[:4], blob[4:]))
    def signed(self, openssl, vkey, witness=False):
        """Whether this key has signed. A signature under a known name and number that does not hold spoils the note."""
        name, _, rest = vkey.split('+', 2)
        material = base64.b64decode(rest)
        number = hashlib.sha256(name.encode() + b'\n' + material).digest()[:4]
        for who, identity, signature in self.signatures:
            if (who, identity) != (name, number):
                continue
            message = self.text.encode()
            if witness:
                need(len(signature) == 72, 'a cosignature of another length')
                message = b'cosignature/v1\ntime %d\n' % struct.unpack('>Q', signature[:8]) + message
            need(openssl.ed25519(material[1:], message, signature[8:] if witness else signature), f'the signature of {name} does not hold')
            return True
        return False

# --- RFC 6962

def node(left, right):
    return hashlib.sha256(b'\1' + left + right).digest()

class Tree:
    """Grows leaf by leaf and knows its root."""
    def __init__(self):
        self.size, self.peaks = 0, []
    def add(self, digest):
        value, size = hashlib.sha256(b'\0' + digest).digest(), self.size
        while size & 1:
            value, size = node(self.peaks.pop(), value), size >> 1
        self.peaks.append(value)
        self.size += 1
    def root(self):
        if not self.peaks:
            return hashlib.sha256(b'').digest()
        value = self.peaks[-1]
        for peak in self.peaks[-2::-1]:
            value = node(peak, value)
        return value

def path_of(level, index, width):
    digits = f'{index:03d}' if index < 1000 else f'x{index // 1000:03d}/{index % 1000:03d}'
    return f'tile/{level}/{digits}' + ('' if width == 256 else f'.p/{width}')

# --- the verifier

class Verifier:
    def __init__(self, folder, anchors, openssl):
        self.dir, self.anchors, self.openssl = folder, anchors, openssl
        self.found = []
        self.topics, self.links, self.schemes, self.aside = {}, [], {}, {}
    def bad(self, rank, topic, partition, offset, what):
        """Of several faults the one of the lowest rank is the first, then the earliest."""
        self.found.append((rank, self.time_of(topic, partition, offset), topic, partition, offset, what))
    def time_of(self, topic, partition, offset):
        record = self.topics.get((topic, partition), {}).get(offset)
        return record.time if record else 1 << 60
    def run(self):
        self.read()
        for topic, partition in [place for place in self.topics if place[0] in ARCHIVE]:
            self.read_links(topic, partition)
        for judge in (self.judge_links, self.judge_log, self.judge_inputs, self.judge_parked):
            judge()
        return sorted(self.found, key=lambda one: (one[0], one[1], str(one[2]), one[3] or 0, one[4] if one[4] is not None else -1))
    def read(self):
        manifest = read(f'{self.dir}/dump.json')
        if read(f'{self.dir}/dump.json.sha256') != f'{sha(manifest)}  dump.json\n'.encode():
            self.bad(9, None, None, None, 'dump.json is not what its digest says')
        self.manifest = parse(manifest)
        parts = self.manifest['partitions']
        width = max((part['partition'] + 1 for part in parts if part['topic'] in KEYED), default=1)
        there = {(part['topic'], part['partition']) for part in parts}
        for topic in KEYED + SINGLE:
            for partition in range(width if topic in KEYED else 1):
                if (topic, partition) not in there:
                    self.bad(8, topic, partition, None, 'a partition is missing')
        for part in parts:
            self.read_partition(part)
        self.files = {}
        for listed in self.manifest['log'] or []:
            try:
                self.files[listed['file'][4:]] = data = read(f"{self.dir}/{listed['file']}")
                if sha(data) != listed['sha256']:
                    self.bad(9, None, None, None, listed['file'])
            except FileNotFoundError:
                self.bad(9, None, None, None, listed['file'])
    def read_partition(self, part):
        topic, partition = part['topic'], part['partition']
        self.topics[topic, partition] = here = {}
        try:
            data = read(f'{self.dir}/records/{topic}-{partition}.bin')
            if (len(data), sha(data)) != (part['bytes'], part['sha256']):
                self.bad(9, topic, partition, None, 'the file is not what dump.json says')
            listed = entries(data)
        except FileNotFoundError:
            return self.bad(8, topic, partition, None, 'the file is missing')
        except (Odd, struct.error) as error:
            return self.bad(8, topic, partition, None, str(error))
        following, latest = 0, 0
        for record in listed:
            if record.offset < following:
                self.bad(4, topic, partition, record.offset, 'offsets out of order')
                continue
            if record.offset > following:
                self.bad(4, topic, partition, following, 'a record is gone')
            following = record.offset + 1
            if record.time < latest - AHEAD_MS:
                self.bad(2, topic, partition, record.offset, 'time runs backwards')
            latest = max(latest, record.time)
            here[record.offset] = record
            if topic == 'registry.schemes' and record.kind == 0:
                self.schemes[f'sha256:{sha(record.value)}'] = record
        if following < part['end'] and topic != 'case.feedback':
            self.bad(4, topic, partition, following, 'the end is gone')
    def read_links(self, topic, partition):
        for record in self.topics[topic, partition].values():
            if record.kind != 0:
                continue
            record.sha = sha(record.value)
            try:
                link = parse(record.value)
                need(isinstance(link, dict) and isinstance(link.get('input'), dict), 'no link')
                self.links.append((topic, partition, record, link))
            except Odd as error:
                self.bad(3, topic, partition, record.offset, f'no link: {error}')
    def judge_links(self):
        heads, self.answered = {}, {}
        for topic, partition, record, link in self.links:
            def bad(rank, what, offset=record.offset):
                self.bad(rank, topic, partition, offset, what)
            step = topic.split('.')[1]
            get = link.get
            if link.get('step') != step or (record.key or b'').decode('utf-8', 'replace') != get('case'):
                bad(2, 'key or step')
            headers = {'ce_specversion': '1.0', 'ce_id': get('id'), 'ce_source': f'guidang/{step}', 'ce_type': get('type'), 'ce_subject': get('case'), 'ce_time': get('time')}
            if any(record.headers.get(name) != value for name, value in headers.items()) or set(record.headers) - set(headers) - TRACE:
                bad(2, 'headers')
            seq, head = heads.get((step, str(get('case'))), (-1, None))
            if get('seq') != seq + 1 or get('previous') != head:
                bad(5, 'seq or previous')
            heads[step, str(get('case'))] = (get('seq') if whole(get('seq')) else seq + 1, record.sha)
            named = link['input']
            source = self.topics.get((named.get('topic'), named.get('partition')), {}) if named.get('partition') == partition else {}
            before = source.get(named.get('offset')) if whole(named.get('offset')) else None
            name = (step, str(named.get('topic')), partition, str(named.get('offset')))
            if name in self.answered:
                bad(3, 'a record answered twice')
            self.answered.setdefault(name, (topic, partition, record, named))
            try:
                at = instant(get('time'))
                if at > record.time + AHEAD_MS or (before and (at < before.time or record.time < before.time - AHEAD_MS)):
                    bad(2, 'dated wrongly')
            except Odd:
                bad(3, 'no time')
            scheme = (link.get('decider') or {}).get('scheme') if isinstance(link.get('decider'), dict) else 0
            if scheme is not None and str(scheme) not in self.schemes:
                self.unknown_scheme(topic, partition, record, link)
    def unknown_scheme(self, topic, partition, record, link):
        """The scheme was changed where several links name one that is not there, and one is there that no link names."""
        deciders = [(str(one['decider'].get('scheme')), one.get('body')) for _, _, _, one in self.links if isinstance(one.get('decider'), dict)]
        named = [digest for digest, _ in deciders]
        suspects = [scheme for digest, scheme in self.schemes.items() if digest not in named]
        if suspects and named.count(str(link['decider'].get('scheme'))) > 1:
            wanted = str(link['decider'].get('scheme'))
            bodies = [body for digest, body in deciders if digest == wanted and body and 'scheme' in body]
            said = re.search(rb'"id":"([^"]+)","version":(\d+)', json.dumps(bodies, separators=(',', ':')).encode())
            same = [one for one in suspects if said and said[0] in (one.value or b'')] or suspects
            self.bad(6, 'registry.schemes', 0, same[0].offset, 'a scheme was changed')
        else:
            self.bad(6, topic, partition, record.offset, 'no such scheme')
    # --- the log
    def judge_log(self):
        published = self.published()
        expected = self.expected(published)
        records = [one for _, one in sorted(self.topics.get(('archive.checkpoint', 0), {}).items()) if one.kind == 0]
        batches, size, previous, wrong = [], 0, None, set()
        for record in records:
            try:
                said = self.checkpoint(record, batches, size)
                if said['type'] == 'checkpoint':
                    batches.append((record, said, size))
                    size = said['size']
            except Odd as error:
                wrong.add(record.offset)
                self.bad(0 if 'signature' in str(error) else 1, 'archive.checkpoint', 0, record.offset, str(error))
        self.checkpoint_chain(records, wrong)
        self.judge_leaves(batches, expected)
        head = Note(self.anchors['head']) if self.anchors.get('head') else None
        for known in [one for one in (published, head) if one]:
            reach = next((record for record, said, _ in batches if said['size'] >= known.size), None)
            roots = self.roots.get(known.size)
            if size < known.size and not wrong:
                self.bad(1, 'archive.checkpoint', 0, (records[-1].offset + 2) if records else 0, 'the log was cut')
            elif reach and roots is not None and roots != known.root and expected is None:
                self.bad(1, 'archive.checkpoint', 0, reach.offset, 'another root at this size')
    def published(self):
        data = self.files.get('checkpoint')
        if data is None:
            return None
        try:
            note = Note(data.decode('utf-8'))
            self.cosigned(note)
            return note
        except (Odd, ValueError) as error:
            self.bad(1, None, None, None, f'log/checkpoint: {error}')
            return None
    def cosigned(self, note):
        need(note.signed(self.openssl, self.anchors['log']['vkey']), 'signature of the log is missing')
        need(sum(note.signed(self.openssl, one['vkey'], True) for one in self.anchors['witnesses']) >= self.anchors['quorum'], 'signatures of witnesses are missing')
    def expected(self, published):
        """The entries of the log by its public files, believed where they lead to the published head; and these files held against one another."""
        if published is None:
            return None
        size, leaves, tree, rows = published.size, [], Tree(), []
        for index in range(0, -(-size // 256)):
            width = min(256, size - index * 256)
            data = self.files.get(path_of('entries', index, width))
            if data is None or len(data) != width * 34:
                self.bad(7, None, None, None, f"log/{path_of('entries', index, width)}")
                return None
            leaves += [data[at + 2 : at + 34] for at in range(0, len(data), 34)]
        for leaf in leaves:
            tree.add(leaf)
            rows.append(hashlib.sha256(b'\0' + leaf).digest())
        level = 0
        while rows:
            for index in range(0, -(-len(rows) // 256)):
                row = rows[index * 256 : index * 256 + 256]
                if self.files.get(path_of(level, index, len(row))) != b''.join(row):
                    self.bad(7, None, None, None, f'log/{path_of(level, index, len(row))}')
            above = []
            for index in range(0, len(rows) // 256):
                row = rows[index * 256 : index * 256 + 256]
                while len(row) > 1:
                    row = [node(row[at], row[at + 1]) for at in range(0, len(row), 2)]
                above += row
            rows, level = above, level + 1
        return leaves if tree.root() == published.root else None
    def checkpoint(self, record, batches, size):
        said = parse(record.value)
        need(json.dumps(said, ensure_ascii=False, separators=(',', ':')).encode() == record.value, 'JSON in other bytes')
        text = lambda value: isinstance(value, str)  # noqa: E731
        link = lambda value: value is None or (text(value) and bool(HEX.match(value)))  # noqa: E731
        common = {'version': 1, 'origin': self.anchors['log']['origin'], 'previous': link, 'time': lambda value: instant(value) <= record.time + AHEAD_MS, 'batch': whole, 'note': text}
        need(isinstance(said, dict), 'no record of the log')
        need((record.key or b'').decode('utf-8', 'replace') == self.anchors['log']['origin'], 'key')
        if said.get('type') == 'cosigned':
            shape(said, type='cosigned', timestamp=lambda value: value is None or text(value), **common)
            note = Note(said['note'])
            self.cosigned(note)
            mine = next((one for _, one, _ in batches if one['batch'] == said['batch']), None)
            need(mine and (note.size, note.root.hex()) == (mine['size'], mine['root']), 'it is not the head of its batch')
            if said['timestamp'] is not None:
                authorities = '\n'.join(self.anchors['tsa']['certificates'])
                need(self.openssl.token(unbase64(said['timestamp']), sha(said['note'].encode()), authorities), 'the timestamp does not hold')
            return said
        shape(said, type='checkpoint', ranges=lambda value: isinstance(value, list) and len(value) > 0, size=whole, root=lambda value: text(value) and bool(HEX.match(value)), **common)
        place = -1
        for one in said['ranges']:
            shape(one, topic=lambda value: value in ARCHIVE, partition=whole, to=whole, count=whole, **{'from': whole})
            here = ARCHIVE.index(one['topic']) * 100_000 + one['partition']
            need(here > place and 1 <= one['count'] <= one['to'] - one['from'] + 1, 'ranges')
            place = here
        need((said['batch'], said['size']) == (len(batches), size + sum(one['count'] for one in said['ranges'])), 'batch or size')
        note = Note(said['note'])
        need(note.signed(self.openssl, self.anchors['log']['vkey']), 'signature of the log is missing')
        need((note.origin, note.size, note.root.hex()) == (said['origin'], said['size'], said['root']), 'note and record differ')
        return said
    def checkpoint_chain(self, records, wrong):
        """A record that does not name the one before it: of the two the one that is wrong in itself, or that the next does not name either."""
        fits = []
        for at, record in enumerate(records):
            try:
                said = parse(record.value)
                named = said.get('previous') if isinstance(said, dict) else None
            except Odd:
                named = None
            fits.append(named == (sha(records[at - 1].value) if at else None))
        for at, record in enumerate(records):
            if fits[at] or record.offset in wrong or (at and records[at - 1].offset in wrong):
                continue
            mine = at == 0 or (at + 1 < len(records) and not fits[at + 1])
            self.bad(1, 'archive.checkpoint', 0, record.offset if mine else records[at - 1].offset, 'previous')
    def judge_leaves(self, batches, expected):
        tree, self.roots, covered = Tree(), {}, {}
        for record, said, before in batches:
            at = before
            for one in said['ranges']:
                place = (one['topic'], one['partition'])
                partition = self.topics.get(place, {})
                start = covered.get(place, 0)
                found = [partition[offset] for offset in sorted(partition) if start <= offset <= one['to'] and partition[offset].kind == 0]
                covered[place] = one['to'] + 1
                wanted = expected[at : at + one['count']] if expected else None
                at += one['count']
                if wanted is not None:
                    self.compare(place, one, wanted, found)
                for leaf in found:
                    tree.add(bytes.fromhex(leaf.sha))
                ends = found and (found[0].offset, found[-1].offset) == (one['from'], one['to'])
                if (not ends or len(found) != one['count']) and not self.found:
                    self.bad(1, 'archive.checkpoint', 0, record.offset, 'ranges')
            self.roots[tree.size] = tree.root()
            believed = expected is None or self.root_at(expected, said['size']) == bytes.fromhex(said['root'])
            if not believed:
                self.bad(0, 'archive.checkpoint', 0, record.offset, 'the log was written anew')
            if tree.root() != bytes.fromhex(said['root']):
                self.bad(7, 'archive.checkpoint', 0, record.offset, 'links do not lead to the root')
    def root_at(self, leaves, size):
        tree = Tree()
        for leaf in leaves[:size]:
            tree.add(leaf)
        return tree.root() if tree.size == size else None
    def compare(self, place, one, wanted, found):
        """Names every link of a range that is not the log's."""
        there = [bytes.fromhex(leaf.sha) for leaf in found]
        for kind, a, b, c, d in difflib.SequenceMatcher(None, wanted, there, autojunk=False).get_opcodes():
            if kind == 'equal':
                continue
            for n in range(max(b - a, d - c)):
                if c + n < d:
                    self.bad(1, *place, found[c + n].offset, 'not the link that was logged')
                else:
                    self.bad(1, *place, self.vacant(place, found[d - 1].offset if d else one['from'] - 1, n - (d - c)), 'a link is gone')
    def vacant(self, place, after, nth):
        """The nth offset behind another at which no link lies, where it is likeliest that one was."""
        partition = self.topics.get(place, {})
        free = []
        for offset in range(after + 1, after + 1000):
            kind = partition[offset].kind if offset in partition else -1
            if kind == 0:
                break
            free.append(({-1: 0, 3: 1}.get(kind, 2), offset))
        free.sort()
        return free[nth][1] if nth < len(free) else after + 1
    # --- what links answer
    def judge_inputs(self):
        for (_, topic, partition, _), (own, _, record, named) in self.answered.items():
            source = self.topics.get((topic, partition), {}) if named.get('partition') == partition else {}
            offset = named.get('offset') if whole(named.get('offset')) else -1
            before = source.get(offset)
            if before is None or before.kind != 0:
                place = (topic, partition, offset) if topic in ('case.events', 'case.decisions', *ARCHIVE) and 0 <= offset <= max(source, default=-1) + 1 else (own, partition, record.offset)
                self.bad(3, *place, 'an answered record is gone')
            elif sha(before.value) != named.get('sha256'):
                # Links are held by the log; what they answer is not, unless it is a link itself.
                self.bad(5 if topic in ARCHIVE else 4, topic, partition, offset, 'an answered record was changed')
    def judge_parked(self):
        for topic in PARKED:
            for (name, partition), records in self.topics.items():
                if name == topic:
                    seen = {}
                    for record in records.values():
                        if record.kind == 0:
                            try:
                                self.parked(topic.split('.')[1], partition, record, seen)
                            except Odd as error:
                                self.bad(3, topic, partition, record.offset, f'put aside wrongly: {error}')
        for name in set(self.answered) & set(self.aside):
            self.bad(3, *self.aside[name], 'answered and put aside')
    def parked(self, step, partition, record, seen):
        text = lambda value: isinstance(value, str)  # noqa: E731
        said = parse(record.value)
        fault = lambda one: isinstance(one, dict) and set(one) == {'field', 'rule', 'message'} and all(map(text, one.values()))  # noqa: E731
        shape(said, id=text, type='parked', version=1, step=step, time=lambda value: instant(value) > 0,
              reason=lambda value: text(value) and value in KNOWN_REASONS, faults=lambda value: isinstance(value, list) and all(map(fault, value)),
              input=lambda value: isinstance(value, dict), key=lambda value: value is None or text(value), headers=lambda value: isinstance(value, dict), value=lambda value: value is None or text(value))
        named = said['input']
        shape(named, topic=text, partition=partition, offset=whole, sha256=text)
        source = self.topics.get((named['topic'], partition), {}).get(named['offset'])
        need(not (source is None or source.kind != 0), 'nothing lies there')
        name = f"{step}\n{named['topic']}\n{partition}\n{named['offset']}"
        carried = None if source.value is None or len(source.value) > 512 * 1024 else base64.b64encode(source.value).decode()
        key = None if source.key is None else base64.b64encode(source.key).decode()
        is_same = (said['id'], named['sha256'], said['key'], said['headers'], said['value']) == (f'parked-{sha(name.encode())[:32]}', sha(source.value), key, source.headers, carried)
        need(is_same, 'another record than it came from')
        need(not ((named['topic'], named['offset']) in seen), 'put aside twice')
        seen[named['topic'], named['offset']] = True
        self.aside[step, named['topic'], partition, str(named['offset'])] = (f'archive.{step}.parked', partition, record.offset)

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--anchors', required=True)
    parser.add_argument('dump', nargs='+')
    given = parser.parse_args()
    with open(given.anchors, encoding='utf-8') as file:
        anchors = json.load(file)
    openssl, broken = OpenSsl(), False
    for folder in given.dump:
        if not os.path.exists(f'{folder}/dump.json'):
            print(f'{folder}: no dump', file=sys.stderr)
            return 2
        found = Verifier(folder, anchors, openssl).run()
        broken = broken or bool(found)
        first = dict(zip(['topic', 'partition', 'offset', 'what'], found[0][2:])) if found else None
        print(json.dumps({'dump': folder, 'verdict': 'broken' if found else 'whole', 'first': first, 'found': len(found)}, ensure_ascii=False), flush=True)
    return 1 if broken else 0

if __name__ == '__main__':
    sys.exit(main())
