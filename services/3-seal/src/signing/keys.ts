import { readFileSync } from 'node:fs';
import type { Suite } from '@guidang/contracts';
import type { Signer } from '@guidang/evidence';
import {
  certificatesOf,
  fileSigner,
  type KeyPeriod,
  type Rotation,
  remoteSigner,
  rotation,
  tokenSigner,
} from '@guidang/signing';
import { z } from 'zod';

const period = {
  from: z.iso.datetime().optional().describe('signs from then on; left out: from when its certificate holds'),
  until: z.iso.datetime().optional().describe('signs until then; left out: until its certificate ends'),
};

/** Where a key lies that seals. Its suite follows from its kind: SM2 is national. */
export const KeyPlace = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('file'),
      key: z.string().describe('PEM of PKCS #8'),
      certificates: z.string().describe('PEM, leaf first'),
      ...period,
    }),
    z.strictObject({
      kind: z.literal('token'),
      library: z.string().describe("the vendor's library for PKCS #11"),
      token: z.string(),
      label: z.string().describe('CKA_LABEL of the key'),
      pinFile: z.string().describe('read at login, kept nowhere'),
      certificates: z.string().describe('PEM, leaf first'),
      ...period,
    }),
    z.strictObject({
      kind: z.literal('service'),
      url: z.url({ protocol: /^https?$/ }),
      key: z.string().describe('its name there'),
      tokenFile: z.string().describe('bearer token; read anew for every request'),
      timeoutMs: z.int().min(100).max(60_000).default(5_000),
      ...period,
    }),
  ])
  .describe('a key that seals: in a file, in a token, with a signing service');
export type KeyPlace = z.infer<typeof KeyPlace>;

/** Who seals in each suite, as keys follow one another. A suite without keys is not sealed in. */
export interface Sealers {
  readonly international?: Rotation;
  readonly national?: Rotation;
  close(): void;
}

const oneLine = (file: string): string => readFileSync(file, 'utf8').trim();

/**
 * Opens every key that is configured and puts them in the order in which they sign. @param overlapMs how long two keys that follow one another hold side by side, at least
 * @throws SigningFault, with what is wrong with which
 */
export async function openSealers(places: readonly KeyPlace[], overlapMs: number): Promise<Sealers> {
  const closing: (() => void)[] = [];
  const periods: Record<Suite, KeyPeriod[]> = { international: [], national: [] };
  for (const place of places) {
    const signer = await open(place, closing);
    const suite: Suite = signer.algorithm === 'sm2-sm3' ? 'national' : 'international';
    const leaf = signer.certificates[0]!;
    const from = place.from === undefined ? leaf.validFromDate.getTime() : Date.parse(place.from);
    const until = place.until === undefined ? leaf.validToDate.getTime() : Date.parse(place.until);
    periods[suite].push({ signer, from, until });
  }
  const of = (suite: Suite) => (periods[suite].length > 0 ? { [suite]: rotation(periods[suite], overlapMs) } : {});
  return {
    ...of('international'),
    ...of('national'),
    close: () => {
      for (const close of closing) close();
    },
  };
}

async function open(place: KeyPlace, closing: (() => void)[]): Promise<Signer> {
  if (place.kind === 'file') return fileSigner(place.key, place.certificates);
  if (place.kind === 'service') {
    const { url, key, timeoutMs, tokenFile } = place;
    return remoteSigner({ url, key, timeoutMs, authorisation: () => oneLine(tokenFile) });
  }
  const { library, token, label, pinFile } = place;
  const opened = await tokenSigner(
    { library, token, label, pin: () => oneLine(pinFile) },
    certificatesOf(readFileSync(place.certificates, 'utf8')),
  );
  closing.push(opened.close);
  return opened.signer;
}
