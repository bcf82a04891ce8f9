import { createHash } from 'node:crypto';
import { ownDatabase } from '@guidang/infra-local';
import { MemoryStore, vaultOver } from '@guidang/vault';
import { buildDoor } from '../src/http/app.ts';
import type { Door } from '../src/http/door.ts';
import { keyRing } from '../src/http/keys.ts';
import { catalogueOver } from '../src/index/catalogue.ts';
import { ledgerOver } from '../src/ledger/ledger.ts';
import { openStore, type Store } from '../src/store.ts';

const keyOf = (id: string): string => `gd_${id}_${'k'.repeat(43)}`;
const known = (id: string, role: 'archivist' | 'department') => ({
  ...{ id, account: `${id}-01`, role },
  digest: createHash('sha256').update(keyOf(id)).digest('hex'),
});
/** Whoever has a key, and whoever has none. */
export const KEYS = [known('archive', 'archivist'), known('hospital', 'department'), known('school', 'department')];
export type Who = 'archive' | 'hospital' | 'school' | 'nobody';
export const headersOf = (who: Who): Record<string, string> =>
  who === 'nobody' ? {} : { authorization: `Bearer ${keyOf(who)}` };

/** A case of each kind of sharing, by what it is shared as; the name in each is its own. */
export const CASES = { unconditional: 'USE-SHARED-0001', conditional: 'USE-ASKED-0001', none: 'USE-HIDDEN-0001' };
export const PERSON = '欧阳海棠';
/** A request and a copy of the hospital's. */
export const REQUEST = 'request-of-the-hospital';
export const COPY = 'c'.repeat(32);
const PDF = Buffer.from('%PDF-1.7 the copy itself');

export interface World {
  readonly store: Store;
  readonly door: Door;
  /** Routes in which something failed that was ours. */
  readonly failures: string[];
  close(): Promise<void>;
}

/** The door over tables of its own, in the service's own role, with what departments may see and what they may not. */
export async function openWorld(): Promise<World> {
  const database = await ownDatabase('services/6-use', 'use');
  const store = openStore(database.url);
  const failures: string[] = [];
  const copies = vaultOver(new MemoryStore());
  const { name: content } = await copies.put('use', PDF);
  const door = await buildDoor(
    {
      catalogue: (who) => catalogueOver(store.within(who)),
      answers: (who) => ledgerOver(store.within(who)),
      ledger: ledgerOver(store.door),
      copies: { vault: copies, bucket: 'use' },
      publish: async () => {},
      whois: keyRing(KEYS),
      telemetry: { answered: () => {}, failed: (where, error) => failures.push(`${where}: ${String(error)}`) },
      now: Date.now,
    },
    { VERIFY_PER_MINUTE: 1e9, REQUESTS_PER_MINUTE: 1e9, REFUSED_PER_MINUTE: 1e9, TRUSTED_PROXIES: [] },
  );
  await door.ready();
  await fill(store, content);
  return {
    ...{ store, door, failures },
    async close() {
      await door.close();
      await store.close();
      await database.drop();
    },
  };
}

async function fill({ door }: Store, content: string): Promise<void> {
  const at = '2026-01-02T00:00:00Z';
  const put = (table: string, row: object) =>
    door.query(
      `INSERT INTO ${table} SELECT (jsonb_populate_record(NULL::${table}, $1::jsonb)).* RETURNING 1`,
      JSON.stringify(row),
    );
  for (const [sharing, number] of Object.entries(CASES)) {
    await put('indexed_case', {
      ...{ case_number: number, reference_code: `J-${number}`, matter_code: 'M', matter_name: '取水许可', sharing },
      ...{ department_uscc: '11441900900710016M', department_name: '水务局', fonds: 'F', region: 'R', channel: '1' },
      ...{ kind: '1', applicant_kind: '1', scheme_id: 'x', scheme_version: 1, received_at: at, accepted_at: at },
      ...{ closed_at: at, year: 2026, outcome: 'granted', package: content, files: 1, cutter: 'c' },
      ...{ text: `${number.toLowerCase()} 取水许可`, words: "'取水':1 '许可':2" },
    });
    const file = { path: 'a.pdf', material: 'm', group: 'application', title: '申请表', content, size: 1 };
    await put('indexed_file', { case_number: number, position: 0, ...file });
    await put('personal_entry', { case_number: number, salt: 's', text: PERSON, words: `'${PERSON}':1` });
    await put('described_value', { case_number: number, position: 0, element: 'x', zh: '办件名称', value: PERSON });
    await put('person', {
      case_number: number,
      role: 'applicant',
      name: PERSON,
      identity_type: 'x',
      identity: '\\x00',
    });
    await put('cached_case', { partition: 0, case_number: number, next: 1, state: '{}' });
    await put('cached_link', { partition: 0, case_number: number, seq: 0, value: '{}' });
  }
  const asked = { case_number: CASES.conditional, account: 'hospital-01', role: 'department', path: 'a.pdf' };
  const made = { copy_id: COPY, purpose: '诊疗', asked_at: at };
  await put('use_request', {
    request_id: REQUEST,
    ...asked,
    ...made,
    published_at: at,
    state: 'made',
    answered_at: at,
  });
  await put('use_copy', {
    ...{
      request_id: REQUEST,
      ...asked,
      ...made,
      made_at: at,
      content,
      size: PDF.length,
      pages: 1,
      link: 'f'.repeat(64),
    },
    ...{ reference_code: 'J-1', matter_name: '取水许可', title: '申请表' },
  });
}
