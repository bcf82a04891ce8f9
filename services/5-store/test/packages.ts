import { Readable } from 'node:stream';
import {
  CasePackaged,
  type Link,
  linkBytes,
  linkHeaders,
  linkId,
  type RawRecord,
  type ReceivedPackage,
  retainUntil,
} from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import { schemeRecords } from '@guidang/lab/matters';
import { planPackage, writePackage } from '@guidang/packaging';
import { evidenceOf } from '@guidang/packaging/evidence';
import { MemoryStore, type Vault, vaultOver } from '@guidang/vault';
import { authorities, type Sealing } from '../../../packages/packaging/test/authorities.ts';
import { CODE, inputOf } from '../../../packages/packaging/test/made-package.ts';
import {
  type CaseWishes,
  objectsOver,
  type SealedCase,
  sealedCase,
} from '../../../packages/packaging/test/sealed-case.ts';
import { VALUE_ITEMS } from '../src/rule/receipt.ts';

export const WHO = await authorities();
/** A matter whose cases are kept for ever. */
export const FOREVER = schemeRecords().findIndex(({ scheme }) => scheme.retention === 'Y');

/** A packaged case as store finds it: the link, and the package in a pre-archive. */
export interface Packaged {
  readonly sealed: SealedCase;
  readonly link: CasePackaged;
  readonly record: RawRecord;
  readonly bytes: Buffer;
}

/** @param by who seals; everything but that is left to WHO */
export async function packagedCase(
  wishes: CaseWishes & { number?: number; by?: Partial<Sealing> } = {},
): Promise<Packaged> {
  const sealed = sealedCase({ ...WHO, ...wishes.by }, wishes);
  const objects = objectsOver(sealed.store);
  const code = wishes.number === undefined ? CODE : CODE.replace(/\d+$/, String(wishes.number).padStart(4, '0'));
  const { retention } = sealed.scheme.scheme;
  const referenceCode = wishes.matter === undefined ? code : codeOf(sealed);
  const plan = await planPackage(inputOf(sealed, { referenceCode }), objects);
  const chunks: Uint8Array[] = [];
  for await (const chunk of writePackage(plan, objects)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const { name: content, sm3, size } = await vaultOver(new MemoryStore()).put('x', Readable.from([bytes]));
  const ref = { content, sm3, size };
  const link: Link = {
    id: linkId('package', sealed.link.id),
    case: sealed.case,
    step: 'package',
    seq: 0,
    previous: null,
    input: { topic: 'archive.seal', partition: 0, offset: 0, sha256: sha256Hex(sealed.sealed) },
    type: 'CasePackaged',
    version: 1,
    time: '2026-03-05T11:00:00.000Z',
    decider: { software: '0.1.0', rules: 'package@1', scheme: sealed.scheme.digest },
    facts: {
      number: 1,
      series: referenceCode.slice(0, referenceCode.lastIndexOf('-')),
      package: ref,
      index: plan.index,
      retention,
    },
    body: {
      referenceCode,
      profile: 'guidang-1',
      package: ref,
      retention,
      retainUntil: retainUntil(sealed.link.body.closing.closedAt, retention),
      index: plan.index,
      evidence: evidenceOf(sealed.link),
    },
  };
  const value = linkBytes(link);
  const record: RawRecord = {
    topic: 'archive.package',
    partition: 0,
    offset: 0,
    timestamp: Date.parse('2026-03-05T11:00:00Z'),
    key: Buffer.from(sealed.case),
    value,
    headers: linkHeaders(link),
  };
  return { sealed, link: CasePackaged.parse(JSON.parse(Buffer.from(value).toString())), record, bytes };
}

const codeOf = ({ scheme: { scheme } }: SealedCase): string =>
  `${scheme.referenceCode.fonds}-${['ZY', ...scheme.referenceCode.classes, '2026', scheme.retention].join('·')}-0001`;

export async function prearchiveWith(...packages: Packaged[]): Promise<Vault> {
  const vault = vaultOver(new MemoryStore());
  for (const { bytes } of packages) await vault.put('prearchive', bytes);
  return vault;
}

/** What a receiver finds of a package in which all is in order. */
export const receivedOf = ({ link, bytes }: Packaged): ReceivedPackage => ({
  sha256: link.body.package.content.slice('sha256:'.length),
  ...{ bytes: bytes.length, files: link.body.index.files.length },
  metadata: VALUE_ITEMS.map((item) => ({
    ...{ item, outcome: 'PASS', level: 'BLOCK', object: 'package', code: 'METADATA_FITS' },
    evidence: { values: 40 },
  })),
});
