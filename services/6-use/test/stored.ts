import { buffer } from 'node:stream/consumers';
import {
  type ApplicationForm,
  type CapturedFile,
  CaseStored,
  type ContentName,
  type Link,
  linkBytes,
  linkHeaders,
  linkId,
  type RawRecord,
  retainUntil,
  type UseRequested,
} from '@guidang/contracts';
import { contentNameOf, sha256Hex, sm3Hex } from '@guidang/evidence';
import { schemeRecords } from '@guidang/lab/matters';
import { planPackage, writePackage } from '@guidang/packaging';
import { evidenceOf } from '@guidang/packaging/evidence';
import { publishedScheme, SchemeBook } from '@guidang/stream';
import { MemoryStore, type Vault, vaultOver } from '@guidang/vault';
import { authorities } from '../../../packages/packaging/test/authorities.ts';
import { inputOf } from '../../../packages/packaging/test/made-package.ts';
import { type CaseWishes, objectsOver, sealedCase } from '../../../packages/packaging/test/sealed-case.ts';

const WHO = await authorities();

export interface StoredCase {
  readonly link: CaseStored;
  readonly record: RawRecord;
  readonly form: ApplicationForm;
  /** the package */
  readonly bytes: Buffer;
}

/** A file as a specimen: what it is said to be, and its bytes. */
export interface Specimen {
  readonly name: string;
  readonly format: string;
  readonly puid: string | null;
  readonly bytes: Uint8Array;
}

const captured = ({ name, format, puid, bytes }: Specimen): CapturedFile => ({
  name,
  content: contentNameOf(bytes),
  sm3: sm3Hex(bytes),
  size: bytes.length,
  puid,
  format,
  pages: null,
});

/** A case as store left it: the link, and the package with these files in it (`data/申请材料/…大文件n…` in their order). */
export async function storedCase(
  { specimens = [], ...wishes }: CaseWishes & { specimens?: readonly Specimen[]; number?: number } = {},
  places: readonly string[] = ['a', 'b'],
): Promise<StoredCase> {
  const sealed = sealedCase(WHO, { ...wishes, elsewhere: specimens.map(captured) });
  const objects = objectsOver(
    new Map<ContentName, Uint8Array>([
      ...sealed.store,
      ...specimens.map(({ bytes }): [ContentName, Uint8Array] => [contentNameOf(bytes), bytes]),
    ]),
  );
  const { scheme } = sealed.scheme;
  const series = `${scheme.referenceCode.fonds}-${['ZY', ...scheme.referenceCode.classes, '2026', scheme.retention].join('·')}`;
  const referenceCode = `${series}-${String(wishes.number ?? 1).padStart(4, '0')}`;
  const plan = await planPackage(inputOf(sealed, { referenceCode }), objects);
  const bytes = await buffer(writePackage(plan, objects));
  const ref = { content: contentNameOf(bytes), sm3: sm3Hex(bytes), size: bytes.length };
  const until = retainUntil(sealed.link.body.closing.closedAt, scheme.retention);
  const copies = places.map((place) => ({
    place,
    bucket: 'archive',
    key: `objects/sha256/${sha256Hex(bytes)}`,
    versionId: 'v1',
    size: bytes.length,
    sha256: sha256Hex(bytes),
    lock: { mode: 'COMPLIANCE' as const, until: until ?? '2126-12-31T15:59:59Z' },
  }));
  const link: Link = {
    id: linkId('store', sealed.link.id),
    case: sealed.case,
    step: 'store',
    seq: 0,
    previous: null,
    input: { topic: 'archive.package', partition: 0, offset: 0, sha256: sha256Hex('package link') },
    type: 'CaseStored',
    version: 1,
    time: '2026-03-05T12:00:00.000Z',
    decider: { software: '0.1.0', rules: 'store@1', scheme: null },
    facts: { checks: [], copies, lockUntil: until },
    body: {
      referenceCode,
      package: ref,
      copies,
      retainUntil: until,
      index: plan.index,
      evidence: evidenceOf(sealed.link),
    },
  };
  return { ...storedAs(link), form: sealed.form, bytes };
}

/** The link as a record, and as it comes out of its contract. */
export function storedAs(link: Link): { link: CaseStored; record: RawRecord } {
  const value = linkBytes(link);
  return {
    link: CaseStored.parse(JSON.parse(Buffer.from(value).toString())),
    record: {
      topic: 'archive.store',
      partition: 1,
      offset: 7,
      timestamp: Date.parse('2026-03-05T12:00:01Z'),
      key: Buffer.from(link.case),
      value,
      headers: linkHeaders(link),
    },
  };
}

/** Places that hold these packages, with the link's own version ids. */
export async function placesHolding(...cases: StoredCase[]): Promise<Map<string, Vault>> {
  const places = new Map<string, Vault>();
  for (const place of ['a', 'b']) {
    const vault = vaultOver(new MemoryStore());
    for (const { bytes, link } of cases) {
      const { versionId } = await vault.put('archive', bytes);
      const copy = link.body.copies.find((one) => one.place === place);
      if (copy) copy.versionId = versionId!;
    }
    places.set(place, vault);
  }
  return places;
}

let requests = 0;
export const requested = (
  caseNumber: string,
  path: string,
  {
    by = {},
    ...more
  }: { by?: Partial<UseRequested['by']> } & Partial<Pick<UseRequested, 'id' | 'time'>> & {
      purpose?: string;
    } = {},
): UseRequested => ({
  id: more.id ?? `request-${String(++requests).padStart(4, '0')}`,
  type: 'use.requested',
  version: 1,
  case: caseNumber,
  time: more.time ?? '2026-03-20T08:05:00Z',
  by: { account: 'archivist-07', role: 'archivist', ...by },
  data: { path, purpose: more.purpose ?? '办理银行贷款' },
});

export const requestRecord = (request: object, more: Partial<RawRecord> = {}): RawRecord => ({
  topic: 'case.decisions',
  partition: 1,
  offset: 3,
  timestamp: Date.parse('2026-03-20T08:05:01Z'),
  key: Buffer.from((request as UseRequested).case),
  value: Buffer.from(JSON.stringify(request)),
  headers: {},
  ...more,
});

/** The lab's schemes, published; `sharing` of one matter may be wished for. */
export function bookWith(sharing?: 'unconditional' | 'conditional' | 'none', matter = 0): SchemeBook {
  const book = new SchemeBook();
  schemeRecords().forEach(({ key, value, scheme }, i) => {
    const bytes = sharing && i === matter ? Buffer.from(JSON.stringify({ ...scheme, sharing })) : value;
    book.add({
      topic: 'registry.schemes',
      partition: 0,
      offset: i,
      timestamp: 0,
      key: Buffer.from(key),
      value: bytes,
      headers: {},
    });
  });
  return book;
}
export { publishedScheme };
