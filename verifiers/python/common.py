"""What both verifiers need: JSON, signatures (openssl's), C2SP notes, the tree of RFC 6962."""
import base64, datetime, functools, hashlib, json, os, re, struct, subprocess, tempfile

HEX = re.compile(r'[0-9a-f]{64}\Z')

class Odd(Exception):
    """What cannot be read as what it should be, or is another than it should be."""

def need(holds, what):
    if not holds:
        raise Odd(what)

def read(path):
    with open(path, 'rb') as file:
        return file.read()

def sha(data):
    return hashlib.sha256(data or b'').hexdigest()

@functools.lru_cache(1 << 15)
def parse(data):
    """JSON that says each member once. What is given out is looked at and never changed."""
    def members(pairs):
        need(len({name for name, _ in pairs}) == len(pairs), 'a member twice')
        return dict(pairs)
    try:
        return json.loads((data or b'').decode('utf-8'), object_pairs_hook=members)
    except (ValueError, RecursionError) as error:
        raise Odd(str(error)) from error

def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(',', ':')).encode()

def text(value):
    return isinstance(value, str)

def whole(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0

def instant(value):
    need(text(value) and re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z', value), 'no time')
    try:
        return datetime.datetime.fromisoformat(value.replace('Z', '+00:00')).timestamp() * 1000
    except ValueError as error:
        raise Odd('no time') from error

def shape(value, /, **members):
    """Exactly these members, each of which passes its test or is what it should be."""
    need(isinstance(value, dict) and set(value) == set(members), 'other members than there should be')
    for name, holds in members.items():
        need(holds(value[name]) if callable(holds) else value[name] == holds and type(value[name]) is type(holds), name)

def unbase64(value):
    try:
        data = base64.b64decode(value, validate=True)
    except (ValueError, TypeError) as error:
        raise Odd('no base64') from error
    need(base64.b64encode(data).decode() == value, 'no base64')
    return data

class OpenSsl:
    """Everything asymmetric, each question asked once however often it comes."""
    def __init__(self):
        self.dir = tempfile.TemporaryDirectory()
        self.run = functools.lru_cache(None)(self.ask)
    def ask(self, *words):
        """@returns what is printed, where the command succeeds. Words that are bytes are written into files."""
        command = ['openssl']
        for at, word in enumerate(words):
            if isinstance(word, bytes):
                path = os.path.join(self.dir.name, str(at))
                with open(path, 'wb') as file:
                    file.write(word)
                word = path
            command.append(word)
        done = subprocess.run(command, capture_output=True, check=False)
        return done.stdout if done.returncode == 0 else None
    def signed(self, key, message, signature):
        """Ed25519 under a raw key, or under a key in PEM."""
        kind, key = (['-keyform', 'DER'], bytes.fromhex('302a300506032b6570032100') + key) if len(key) == 32 else ([], key)
        return self.run('pkeyutl', '-verify', '-pubin', *kind, '-inkey', key, '-rawin', '-in', message, '-sigfile', signature) is not None
    def stamped(self, token, digest, tsa):
        """An RFC 3161 token that holds under the anchors and is over this digest. @returns its time, seconds since 1970"""
        said = (self.run('ts', '-reply', '-token_in', '-in', token, '-text') or b'').decode('utf-8', 'replace')
        policy, time = re.search(r'Policy OID: (\S+)', said), re.search(r'Time stamp: (\w+ +\d+ [\d:]+)(?:\.\d+)? (\d+) GMT', said)
        need(policy and time and (not tsa['policies'] or policy[1] in tsa['policies']), 'no timestamp, or one of another policy')
        at = int(datetime.datetime.strptime(f'{time[1]} {time[2]} +0000', '%b %d %H:%M:%S %Y %z').timestamp())
        authorities = '\n'.join(tsa['certificates']).encode()
        holds = self.run('ts', '-verify', '-attime', str(at), '-token_in', '-in', token, '-digest', digest, '-CAfile', authorities)
        need(holds is not None, 'the timestamp does not hold')
        return at

class Note:
    """A C2SP signed note that is a checkpoint."""
    def __init__(self, note):
        cut = note.rfind('\n\n') if text(note) else -1
        need(cut >= 0 and note.endswith('\n'), 'no signed note')
        self.text, lines, self.signatures = note[: cut + 1], note[cut + 2 : -1].split('\n'), []
        head = self.text.split('\n')
        need(len(head) == 4 and re.fullmatch(r'0|[1-9]\d{0,15}', head[1]), 'no checkpoint')
        self.origin, self.size, self.root = head[0], int(head[1]), unbase64(head[2])
        need(len(self.root) == 32, 'no checkpoint')
        for line in lines:
            match = re.fullmatch('\u2014 (\\S+) (\\S+)', line)
            need(match, 'a line that is no signature')
            blob = unbase64(match[2])
            self.signatures.append((match[1], blob[:4], blob[4:]))
    def signed(self, openssl, vkey, witness=False):
        """Whether this key has signed. A signature under a known name and number that does not hold spoils the note."""
        name, _, rest = vkey.split('+', 2)
        material = base64.b64decode(rest)
        number = hashlib.sha256(name.encode() + b'\n' + material).digest()[:4]
        for who, identity, signature in self.signatures:
            if (who, identity) == (name, number):
                message = self.text.encode()
                if witness:
                    need(len(signature) == 72, 'a cosignature of another length')
                    message = b'cosignature/v1\ntime %d\n' % struct.unpack('>Q', signature[:8]) + message
                need(openssl.signed(material[1:], message, signature[8:] if witness else signature), f'the signature of {name} does not hold')
                return True
        return False
    def believe(self, openssl, anchors):
        need(self.origin == anchors['log']['origin'] and self.signed(openssl, anchors['log']['vkey']), 'signature of the log is missing')
    def cosigned(self, openssl, anchors):
        self.believe(openssl, anchors)
        seen = sum(self.signed(openssl, one['vkey'], True) for one in anchors['witnesses'])
        need(seen >= anchors['quorum'], 'signatures of witnesses are missing')

# --- RFC 6962. The entry of a link in the log is its SHA-256.

def leaf(entry):
    return hashlib.sha256(b'\0' + entry).digest()

def node(left, right):
    return hashlib.sha256(b'\1' + left + right).digest()

class Tree:
    """Grows entry by entry and knows its root."""
    def __init__(self):
        self.size, self.peaks = 0, []
    def add(self, entry):
        value, size = leaf(entry), self.size
        while size & 1:
            value, size = node(self.peaks.pop(), value), size >> 1
        self.peaks.append(value)
        self.size += 1
    def root(self):
        if not self.peaks:
            return hashlib.sha256(b'').digest()
        return functools.reduce(lambda right, left: node(left, right), self.peaks[::-1])
