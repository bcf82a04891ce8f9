import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkpointText,
  cosign,
  Frontier,
  formatProof,
  hashOf,
  inclusionProof,
  leafHash,
  NOTE_COSIGNATURE,
  type NodeRef,
  noteKey,
  parseProof,
  sha256,
  signerOf,
  signNote,
  verifyProof,
} from '../src/index.ts';
import { held } from './lab.ts';

const pair = (name: string, type?: typeof NOTE_COSIGNATURE) => {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { key: noteKey(name, privateKey, type), sign: signerOf(privateKey) };
};
const log = pair('log.example/1');
const witness = pair('witness.example/1', NOTE_COSIGNATURE);

/** A log of entries, with everything a proof needs of it. */
const logOf = (entries: readonly Uint8Array[]) => {
  const leaves = entries.map((entry) => leafHash(entry));
  const read = ({ level, index }: NodeRef): Uint8Array => {
    if (level === 0) return leaves[index]!;
    const [from, to] = [index * 2 ** level, (index + 1) * 2 ** level];
    return hashOf({ from, to: from + (to - from) / 2 }, read) && nodeOf(from, to, read);
  };
  const root = hashOf({ from: 0, to: leaves.length }, read);
  const text = checkpointText(log.key.name, { size: leaves.length, root });
  const note = signNote(text, log.key, log.sign);
  return { leaves, read, root, checkpoint: note + cosign(text, witness.key, 1_700_000_000, witness.sign) };
};
const nodeOf = (from: number, to: number, read: (n: NodeRef) => Uint8Array): Uint8Array => {
  const mid = from + (to - from) / 2;
  return sha256(Buffer.concat([Buffer.of(1), hashOf({ from, to: mid }, read), hashOf({ from: mid, to }, read)]));
};

describe('a proof in one file (.tlog-proof)', () => {
  it('proves any leaf of any log, and no other, at no other place', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.nat(),
        fc.option(fc.uint8Array({ minLength: 1 })),
        (size, pick, extra) => {
          const index = pick % size;
          const built = logOf(Array.from({ length: size }, (_, i) => Buffer.from(`entry ${i}`)));
          const proof = {
            index,
            path: inclusionProof(index, size, built.read),
            checkpoint: built.checkpoint,
            extra: extra ? Buffer.from(extra) : null,
          };
          const text = formatProof(proof);
          expect(held(parseProof(text))).toEqual(proof);
          expect(held(verifyProof(text, built.leaves[index]!, log.key, [witness.key], 1))).toMatchObject({ index });
          expect(verifyProof(text, leafHash(Buffer.from('other')), log.key)).toMatchObject({ code: 'PROOF_INCLUSION' });
          if (size > 1)
            expect(
              verifyProof(formatProof({ ...proof, index: (index + 1) % size }), built.leaves[index]!, log.key).ok,
            ).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
  });

  const built = logOf([0, 1, 2, 3, 4].map((i) => Buffer.from(`entry ${i}`)));
  const text = formatProof({ index: 2, path: inclusionProof(2, 5, built.read), checkpoint: built.checkpoint });
  const leaf = built.leaves[2]!;

  it('agrees with the frontier that writes the log', () => {
    const frontier = new Frontier();
    for (const hash of built.leaves) frontier.append(hash);
    expect(Buffer.from(frontier.root())).toEqual(Buffer.from(built.root));
  });

  it('without enough witnesses, or under another key, is refused', () => {
    expect(verifyProof(text, leaf, log.key, [pair('w', NOTE_COSIGNATURE).key], 1)).toMatchObject({
      code: 'PROOF_QUORUM',
    });
    expect(verifyProof(text, leaf, pair('log.example/1').key)).toMatchObject({ code: 'NOTE_UNSIGNED' });
    expect(verifyProof(text, leaf, pair('log.example/2').key)).toMatchObject({ code: 'CHECKPOINT_ORIGIN' });
  });

  it.each([
    ['nothing', ''],
    ['another version', text.replace('@v1', '@v2')],
    ['no index', text.replace(/index 2\n/, '')],
    ['an index with a leading zero', text.replace('index 2', 'index 02')],
    ['a hash of another length', text.replace(/index 2\n[^\n]+/, 'index 2\nAAAA')],
    ['too many hashes', text.replace('index 2\n', `index 2\n${`${Buffer.alloc(32).toString('base64')}\n`.repeat(70)}`)],
    ['extra that is no base64', text.replace('index 2', 'extra ?\nindex 2')],
  ])('with %s is refused, and says in which line', (_, broken) => {
    expect(verifyProof(broken, leaf, log.key)).toMatchObject({ code: 'PROOF_FORMAT' });
  });

  it('changed in a single character is refused, and nothing ever throws', () => {
    for (let i = 0; i < text.length; i++) {
      const changed = `${text.slice(0, i)}${String.fromCharCode(text.charCodeAt(i) ^ 1)}${text.slice(i + 1)}`;
      const verdict = verifyProof(changed, leaf, log.key, [witness.key], 1);
      if (verdict.ok) expect(changed.slice(0, text.indexOf('\n\n'))).toBe(text.slice(0, text.indexOf('\n\n')));
    }
  });
});
