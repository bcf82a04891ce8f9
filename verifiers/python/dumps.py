"""Judges a dump (docs/formats/dump.md, records.md): the log, its signatures, the chain of every case, what links answer, what was put aside."""
import base64, difflib, functools, hashlib, os, re, struct, types
from common import HEX, Note, Odd, Tree, compact, instant, leaf, need, node, parse, read, sha, shape, text, unbase64, whole

STEPS = ['capture', 'check', 'seal', 'package', 'store', 'use']
ARCHIVE = [f'archive.{step}' for step in STEPS]
PARKED = [f'archive.{step}.parked' for step in [*STEPS, 'notary']]
KEYED = ['case.events', 'case.decisions', *ARCHIVE, *PARKED]
SINGLE = ['archive.checkpoint', 'registry.schemes']
PARKED_MEMBERS = 'id type version step time reason faults input key headers value'.split()
AHEAD_MS = 5 * 60 * 1000
TRACE = {'traceparent', 'tracestate', 'baggage'}
KNOWN_REASONS = set('''MALFORMED WRONG_PARTITION SCHEME_UNKNOWN SCHEME_MISMATCH RULES_INVALID CASE_UNKNOWN CASE_OPEN CASE_CLOSED CASE_WITHDRAWN
CASE_NOT_STORED CASE_ALREADY_OPEN CASE_ALREADY_CHECKED CASE_ALREADY_SEALED CASE_ALREADY_PACKAGED CASE_ALREADY_STORED CASE_ALREADY_INDEXED MATERIAL_EXISTS
MATERIAL_UNKNOWN MATERIAL_NAME_RESERVED TOO_MANY_FILES TOO_MANY_RESULTS TOO_MANY_STEPS SOURCE_DIFFERS SUITE_NOT_SEALED RENEWAL_DIGEST
OTHER_PACKAGE OTHER_COPIES OTHER_NUMBER'''.split())

@functools.lru_cache(256)
def entries(data):
    """The entries of a file of records."""
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
        record, here = types.SimpleNamespace(kind=kind, offset=offset, time=time), 17
        def field(width):
            nonlocal here
            length = int.from_bytes(body[here : here + width], 'big', signed=width == 4)
            here += width + max(length, 0)
            need(length >= -1 and here <= size, 'a field that goes on behind its entry')
            return None if length < 0 else body[here - length : here]
        if kind == 0:
            record.key, record.value, record.headers = field(4), field(4), {}
            record.sha = sha(record.value)
            count, here = int.from_bytes(body[here : here + 2], 'big'), here + 2
            for _ in range(count):
                name, value = field(2).decode('utf-8', 'replace'), field(4)
                if value is not None:
                    record.headers[name] = value.decode('utf-8', 'replace')
        need(here == size, 'bytes after the end of the entry')
        found.append(record)
    return found

def path_of(level, index, width):
    digits = f'{index:03d}' if index < 1000 else f'x{index // 1000:03d}/{index % 1000:03d}'
    return f'tile/{level}/{digits}' + ('' if width == 256 else f'.p/{width}')

class Dump:
    def __init__(self, folder, anchors, openssl):
        self.dir, self.anchors, self.openssl = folder, anchors, openssl
        self.found = []
        self.topics, self.files, self.links, self.schemes, self.aside = {}, {}, [], {}, {}
    def bad(self, rank, topic, partition, offset, what):
        """Of several faults the one of the lowest rank is the first, then the earliest."""
        record = self.topics.get((topic, partition), {}).get(offset)
        self.found.append((rank, record.time if record else 1 << 60, topic, partition, offset, what))
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
        for listed in self.manifest['log'] or []:
            path = f"{self.dir}/{listed['file']}"
            if os.path.exists(path):
                self.files[listed['file'][4:]] = read(path)
            if sha(self.files.get(listed['file'][4:])) != listed['sha256']:
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
                self.schemes[f'sha256:{record.sha}'] = record
        if following < part['end'] and topic != 'case.feedback':
            self.bad(4, topic, partition, following, 'the end is gone')
    def read_links(self, topic, partition):
        for record in [one for one in self.topics[topic, partition].values() if one.kind == 0]:
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
            source = self.topics.get((str(named.get('topic')), partition), {}) if named.get('partition') == partition else {}
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
                self.unknown_scheme(topic, partition, record, str(scheme))
    def unknown_scheme(self, topic, partition, record, wanted):
        """The scheme was changed where several links name one that is not there, and one is there that no link names."""
        deciders = [(str(one['decider'].get('scheme')), one.get('body')) for _, _, _, one in self.links if isinstance(one.get('decider'), dict)]
        suspects = [scheme for digest, scheme in self.schemes.items() if digest not in dict(deciders)]
        if suspects and sum(digest == wanted for digest, _ in deciders) > 1:
            bodies = [body for digest, body in deciders if digest == wanted and isinstance(body, dict) and 'scheme' in body]
            said = re.search(rb'"id":"([^"]+)","version":(\d+)', compact(bodies))
            # Its number and version put back as openings of cases say them, it is the scheme that they name.
            restored = lambda one: re.sub(rb'"id":.*?,"version":[^,]*', lambda _: said[0], one.value or b'', count=1)  # noqa: E731
            proven = [one for one in suspects if said and f'sha256:{sha(restored(one))}' == wanted]
            like = [one for one in suspects if said and said[0] in (one.value or b'') or not re.search(rb'"id":"[^"]+","version":\d+,', one.value or b'')]
            same = proven or like or suspects
            self.bad(6, 'registry.schemes', 0, same[0].offset, 'a scheme was changed')
        else:
            self.bad(6, topic, partition, record.offset, 'no such scheme')
    # --- the log
    def judge_log(self):
        published = self.published() if 'checkpoint' in self.files else None
        expected = self.expected(published) if published else None
        records = [one for _, one in sorted(self.topics.get(('archive.checkpoint', 0), {}).items()) if one.kind == 0]
        batches, size, wrong = [], 0, set()
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
        try:
            note = Note(self.files['checkpoint'].decode('utf-8'))
            note.cosigned(self.openssl, self.anchors)
            return note
        except (Odd, ValueError) as error:
            self.bad(1, None, None, None, f'log/checkpoint: {error}')
            return None
    def expected(self, published):
        """The entries of the log by its public files, believed where they lead to the published head; and these files held against one another."""
        size, leaves, tree, rows = published.size, [], Tree(), []
        for index in range(0, -(-size // 256)):
            width = min(256, size - index * 256)
            data = self.files.get(path_of('entries', index, width))
            if data is None or len(data) != width * 34 or data[::34] + data[1::34] != b'\0' * width + b' ' * width:
                self.bad(7, None, None, None, f"log/{path_of('entries', index, width)}")
                return None
            leaves += [data[at + 2 : at + 34] for at in range(0, len(data), 34)]
        for entry in leaves:
            tree.add(entry)
            rows.append(leaf(entry))
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
        need(compact(said) == record.value, 'JSON in other bytes')
        link = lambda value: value is None or (text(value) and bool(HEX.match(value)))  # noqa: E731
        common = {'version': 1, 'origin': self.anchors['log']['origin'], 'previous': link, 'time': lambda value: instant(value) <= record.time + AHEAD_MS, 'batch': whole, 'note': text}
        need(isinstance(said, dict), 'no record of the log')
        need((record.key or b'').decode('utf-8', 'replace') == self.anchors['log']['origin'], 'key')
        if said.get('type') == 'cosigned':
            shape(said, type='cosigned', timestamp=lambda value: value is None or text(value), **common)
            note = Note(said['note'])
            note.cosigned(self.openssl, self.anchors)
            mine = next((one for _, one, _ in batches if one['batch'] == said['batch']), None)
            need(mine and (note.size, note.root.hex()) == (mine['size'], mine['root']), 'it is not the head of its batch')
            if said['timestamp'] is not None:
                self.openssl.stamped(unbase64(said['timestamp']), sha(said['note'].encode()), self.anchors['tsa'])
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
        note.believe(self.openssl, self.anchors)
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
        tree, logged, self.roots, covered = Tree(), Tree(), {}, {}
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
                for one_link in found:
                    tree.add(bytes.fromhex(one_link.sha))
                ends = found and (found[0].offset, found[-1].offset) == (one['from'], one['to'])
                if (not ends or len(found) != one['count']) and not self.found:
                    self.bad(1, 'archive.checkpoint', 0, record.offset, 'ranges')
            self.roots[tree.size] = tree.root()
            for entry in (expected or [])[logged.size : said['size']]:
                logged.add(entry)
            if expected is not None and (logged.size, logged.root().hex()) != (said['size'], said['root']):
                self.bad(0, 'archive.checkpoint', 0, record.offset, 'the log was written anew')
            if tree.root() != bytes.fromhex(said['root']):
                self.bad(7, 'archive.checkpoint', 0, record.offset, 'links do not lead to the root')
    def compare(self, place, one, wanted, found):
        """Names every link of a range that is not the log's."""
        there = [bytes.fromhex(record.sha) for record in found]
        for _, a, b, c, d in [one for one in difflib.SequenceMatcher(None, wanted, there, autojunk=False).get_opcodes() if one[0] != 'equal']:
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
            elif before.sha != named.get('sha256'):
                # Links are held by the log; what they answer is not, unless it is a link itself.
                self.bad(5 if topic in ARCHIVE else 4, topic, partition, offset, 'an answered record was changed')
    def judge_parked(self):
        for topic, partition in [place for place in self.topics if place[0] in PARKED]:
            seen = {}
            for record in [one for one in self.topics[topic, partition].values() if one.kind == 0]:
                try:
                    self.parked(topic.split('.')[1], partition, record, seen)
                except Odd as error:
                    self.bad(3, topic, partition, record.offset, f'put aside wrongly: {error}')
        for name in set(self.answered) & set(self.aside):
            self.bad(3, *self.aside[name], 'answered and put aside')
    def parked(self, step, partition, record, seen):
        said = parse(record.value)
        fault = lambda one: isinstance(one, dict) and set(one) == {'field', 'rule', 'message'} and all(map(text, one.values()))  # noqa: E731
        shape(said, id=text, type='parked', version=1, step=step, time=lambda value: instant(value) > 0,
              reason=lambda value: text(value) and value in KNOWN_REASONS, faults=lambda value: isinstance(value, list) and all(map(fault, value)),
              input=lambda value: isinstance(value, dict), key=lambda value: value is None or text(value), headers=lambda value: isinstance(value, dict), value=lambda value: value is None or text(value))
        named = said['input']
        shape(named, topic=text, partition=partition, offset=whole, sha256=text)
        source = self.topics.get((named['topic'], partition), {}).get(named['offset'])
        need(source is not None and source.kind == 0, 'nothing lies there')
        name = f"{step}\n{named['topic']}\n{partition}\n{named['offset']}"
        carried = None if source.value is None or len(source.value) > 512 * 1024 else base64.b64encode(source.value).decode()
        key = None if source.key is None else base64.b64encode(source.key).decode()
        is_same = (said['id'], named['sha256'], said['key'], said['headers'], said['value']) == (f'parked-{sha(name.encode())[:32]}', source.sha, key, source.headers, carried)
        ordered = {one: {part: named[part] for part in ('topic', 'partition', 'offset', 'sha256')} if one == 'input' else said[one] for one in PARKED_MEMBERS}
        need(is_same and compact(ordered) == record.value, 'another record than it came from, or JSON in other bytes')
        need((named['topic'], named['offset']) not in seen, 'put aside twice')
        seen[named['topic'], named['offset']] = True
        self.aside[step, named['topic'], partition, str(named['offset'])] = (f'archive.{step}.parked', partition, record.offset)
