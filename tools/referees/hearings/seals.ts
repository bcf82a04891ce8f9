import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { before, type Hearing, orNotBrought } from '../hearing.ts';
import type { TokenHolding } from '../holdings.ts';

/** Every seal's signature over its manifest. */
export const signatures: Hearing = async function* ({ holdings, bench, room }) {
  for (const { manifest, signature, where } of holdings.seals) {
    const exhibit = { kind: 'signature', artefact: where } as const;
    const from = { place: 'a', bucket: 'prearchive', at: manifest.content };
    yield await orNotBrought(exhibit, [bench.jose, bench.dss], () =>
      room.bring(from, async (over) => [
        ...(await before(exhibit, [bench.jose], { jws: signature, payload: readFileSync(over) })),
        ...(await room.lend(signature, (jws) => before(exhibit, [bench.dss], { jws, over }))),
      ]),
    );
  }
};

/** Every token once: over the root of a batch of seals, or over a checkpoint. */
export const tokens: Hearing = async function* ({ holdings, bench, room }) {
  for (const holding of holdings.tokens) {
    const exhibit = { kind: 'root' in holding.over ? 'token' : 'headToken', artefact: holding.where } as const;
    const digest = digestOf(holding);
    yield await room.lend(Buffer.from(holding.token, 'base64'), async (token) => [
      ...(await before(exhibit, bench.openssl, { token, digest })),
      ...(await before(exhibit, [bench.dss], { token, digest })),
    ]);
  }
};

const digestOf = ({ over }: TokenHolding): string =>
  'root' in over ? over.root : createHash('sha256').update(over.note).digest('hex');
