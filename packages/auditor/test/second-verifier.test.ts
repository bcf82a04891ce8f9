import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const VERIFIER = fileURLToPath(new URL('../../../verifiers/python/verify.py', import.meta.url));

/** That it says what the auditor says: mutants.test.ts over forgeries, legal.test.ts over legal histories, proof.test.ts over case proofs. */
describe('the second verifier', () => {
  it('is short, and needs nothing but Python and openssl', () => {
    const sourceOf = (name: string): string => readFileSync(VERIFIER.replace('verify.py', `${name}.py`), 'utf8');
    const linesOf = (name: string): number =>
      sourceOf(name)
        .split('\n')
        .filter((line) => line.trim() !== '' && !/^\s*(#|""")/.test(line)).length;
    const both = linesOf('verify') + linesOf('common');
    expect(both + linesOf('dumps')).toBeLessThan(500);
    expect(both + linesOf('proofs')).toBeLessThan(300);
    const names = ['verify', 'common', 'dumps', 'proofs'];
    const imports = names.flatMap((name) =>
      [...sourceOf(name).matchAll(/^(?:import|from) (.+)$/gm)].flatMap(([, said]) =>
        said!.split(' import ')[0]!.split(', '),
      ),
    );
    const ours = new Set(names);
    expect([...new Set(imports)].filter((name) => !ours.has(name)).sort()).toEqual([
      ...[
        'argparse',
        'base64',
        'datetime',
        'difflib',
        'functools',
        'hashlib',
        'json',
        'os',
        're',
        'struct',
        'subprocess',
      ],
      ...['sys', 'tempfile', 'types', 'zlib'],
    ]);
  });
});
