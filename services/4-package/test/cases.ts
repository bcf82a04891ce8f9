import { linkHeaders, type PublishedScheme, type RawRecord, schemeKey } from '@guidang/contracts';
import { schemeRecords } from '@guidang/lab/matters';
import { SchemeBook } from '@guidang/stream';
import { MemoryStore, type Vault, vaultOver } from '@guidang/vault';
import { authorities } from '../../../packages/packaging/test/authorities.ts';
import { type CaseWishes, type SealedCase, sealedCase } from '../../../packages/packaging/test/sealed-case.ts';

export const WHO = await authorities();
export const BUCKET = 'prearchive';

/** The n-th case of the tests. */
export const nth = (n: number, wishes: CaseWishes = {}): SealedCase => {
  const [first] = schemeRecords();
  return sealedCase(WHO, { case: `${first!.scheme.matter.code}20260301${String(n).padStart(4, '0')}`, ...wishes });
};

export const schemeRecord = (i: number): RawRecord => {
  const { key, value } = schemeRecords()[i]!;
  return {
    topic: 'registry.schemes',
    partition: 0,
    offset: i,
    timestamp: 0,
    key: Buffer.from(key),
    value,
    headers: {},
  };
};

/** All schemes of the lab as they are published. */
export const BOOK = new SchemeBook();
for (let i = 0; i < schemeRecords().length; i++) BOOK.add(schemeRecord(i));

export const schemeOf = ({ link }: SealedCase): PublishedScheme => {
  const { id, version } = link.body.head.scheme;
  const found = BOOK.find(id, version);
  if (!found) throw new Error(`no scheme ${schemeKey(id, version)}`);
  return found;
};

export const sealRecord = (one: SealedCase, offset = 0): RawRecord => ({
  topic: 'archive.seal',
  partition: 0,
  offset,
  timestamp: Date.parse('2026-03-05T11:00:00Z'),
  key: Buffer.from(one.case),
  value: one.sealed,
  headers: linkHeaders(one.link),
});

/** A pre-archive that holds the objects of these cases. */
export async function prearchiveOf(...cases: SealedCase[]): Promise<Vault> {
  const vault = vaultOver(new MemoryStore());
  for (const { store } of cases) for (const bytes of store.values()) await vault.put(BUCKET, bytes);
  return vault;
}
