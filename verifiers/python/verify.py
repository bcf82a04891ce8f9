#!/usr/bin/env python3
"""A second opinion on dumps and case proofs of Guidang: Python's standard library and the openssl command, written from docs/formats alone."""
import argparse, json, os, sys
from common import OpenSsl, read
from dumps import Dump
from proofs import Proof

def opinion(path, anchors, openssl):
    """What is said of a folder, which is a dump, or of a file, which is a proof: whether it is good, and what to print."""
    if os.path.isdir(path):
        found = Dump(path, anchors, openssl).run()
        first = dict(zip(['topic', 'partition', 'offset', 'what'], found[0][2:])) if found else None
        return not found, {'dump': path, 'verdict': 'broken' if found else 'whole', 'first': first, 'found': len(found)}
    proof = Proof(read(path), anchors, openssl)
    verdict = proof.run()
    return verdict == 'holds', {'proof': path, 'verdict': verdict, 'case': proof.case, 'checks': proof.checks, 'first': proof.first}

def main():
    parser = argparse.ArgumentParser(description=__doc__, epilog='Exit code 0: all are good, 1: one is not, 2: could not run. Decisions are not taken again: that is the auditor\'s.')
    parser.add_argument('--anchors', help='anchors file (docs/formats/anchors.md)')
    parser.add_argument('--batch', action='store_true', help='many dumps and proofs: reads lines of ANCHORS, a tab, PATH, and answers each with a line')
    parser.add_argument('path', nargs='*', help='folder of a dump, or file of a proof; a line of JSON is printed for each')
    given = parser.parse_args()
    given.batch or (given.anchors and given.path) or parser.error('--anchors and a path, or --batch')
    lines = (line.rstrip('\n').split('\t') for line in sys.stdin) if given.batch else ([given.anchors, path] for path in given.path)
    openssl, code, known = OpenSsl(), 0, {}
    for anchors, path in lines:
        if not os.path.exists(f'{path}/dump.json' if os.path.isdir(path) else path):
            print(f'{path}: no dump and no proof', file=sys.stderr)
            return 2
        if anchors not in known:
            known[anchors] = json.loads(read(anchors))
        good, said = opinion(path, known[anchors], openssl)
        code = code if good else 1
        print(json.dumps(said, ensure_ascii=False), flush=True)
    return code

if __name__ == '__main__':
    sys.exit(main())
