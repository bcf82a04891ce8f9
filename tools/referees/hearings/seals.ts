import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { before, type Hearing, orNotBrought, type Sentence } from '../hearing.ts';
import type { TokenHolding } from '../holdings.ts';

/** Every seal's signatures over its manifest: that of the one suite, of the other, or both. */
export const signatures: Hearing = async function* ({ holdings, bench, room }) {
  for (const { manifest, signature, national, where } of holdings.seals) {
    const exhibit = { kind: 'signature', artefact: where } as const;
    const from = { place: 'a', bucket: 'prearchive', at: manifest.content };
    const seats = [...(signature === null ? [] : [bench.jose, bench.dss]), ...(national ? [bench.sm2.signature] : [])];
    yield await orNotBrought(exhibit, seats, () =>
      room.bring(from, async (over) => {
        const sentences: Sentence[] = [];
        if (signature !== null) {
          sentences.push(...(await before(exhibit, [bench.jose], { jws: signature, payload: readFileSync(over) })));
          sentences.push(...(await room.lend(signature, (jws) => before(exhibit, [bench.dss], { jws, over }))));
        }
        if (national) sentences.push(...(await before(exhibit, [bench.sm2.signature], { ...inDer(national), over })));
        return sentences;
      }),
    );
  }
};

const inDer = ({ signature, certificate }: { signature: string; certificate: string }) => ({
  signature: Buffer.from(signature, 'base64'),
  certificate: Buffer.from(certificate, 'base64'),
});

/** Every token once: over the root of a batch of seals, or over a checkpoint. Whether it is in DER is asked of all, the rest of those who know its suite. */
export const tokens: Hearing = async function* ({ holdings, bench, room }) {
  for (const holding of holdings.tokens) {
    const exhibit = { kind: 'root' in holding.over ? 'token' : 'headToken', artefact: holding.where } as const;
    const digest = digestOf(holding);
    const [verifies, parses] = bench.openssl;
    const judges = holding.suite === 'national' ? [bench.sm2.token, parses] : [verifies, parses, bench.dss];
    yield await room.lend(Buffer.from(holding.token, 'base64'), (token) => before(exhibit, judges, { token, digest }));
  }
};

/** Every evidence record, over the manifest of its case. */
export const evidence: Hearing = async function* ({ holdings, bench, room }) {
  for (const { record, manifest, where } of holdings.records) {
    const exhibit = { kind: 'evidence', artefact: where } as const;
    yield await orNotBrought(exhibit, [bench.ers], () =>
      room.bring({ place: 'a', bucket: 'prearchive', at: manifest }, (over) =>
        room.lend(Buffer.from(record, 'base64'), (file) => before(exhibit, [bench.ers], { record: file, over })),
      ),
    );
  }
};

const digestOf = ({ over }: TokenHolding): string =>
  'root' in over ? over.root : createHash('sha256').update(over.note).digest('hex');
