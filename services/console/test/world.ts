import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Post, type Principal, policyWith, type Role, sqlLog } from '@guidang/access';
import { type OwnDatabase, ownDatabase } from '@guidang/infra-local';
import { saveParked } from '../src/follow/save-others.ts';
import { buildDoor } from '../src/http/app.ts';
import type { Door, DoorPorts } from '../src/http/door.ts';
import { openStore, type Store } from '../src/store.ts';

/** Two departments, each with a case and a list of packages that somebody proposed something for. */
export const A = '11441900900710016M';
export const B = '11441900900710104L';
export const CASE: Readonly<Record<string, string>> = { [A]: 'CASE-OF-A', [B]: 'CASE-OF-B' };
export const LINK: Readonly<Record<string, string>> = { [A]: 'a'.repeat(64), [B]: 'b'.repeat(64) };
export const LIST: Readonly<Record<string, string>> = {
  [A]: 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa',
  [B]: 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb',
};
export const PARKED = `parked-${'c'.repeat(32)}`;
export const AUDIT = '44444444-4444-4444-8444-444444444444';

export interface World {
  readonly store: Store;
  readonly door: Door;
  /** Errors that were ours. */
  readonly faults: unknown[];
  /** Every route behind the guard, `GET /api/…`. */
  readonly routes: ReadonlySet<string>;
  ask(
    who: Principal | null,
    method: string,
    url: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly text: string; readonly code: string | undefined }>;
  close(): Promise<void>;
}

/** The door over tables of its own, in the service's own role; who asks is said in the place of a session, and what works outside the house answers at once. */
export async function openWorld(): Promise<World> {
  const database: OwnDatabase = await ownDatabase('services/console', 'console');
  const store = openStore(database.url);
  const faults: unknown[] = [];
  const routes = new Set<string>();
  const record = {
    topic: 'archive.capture',
    partition: 0,
    offset: 7,
    timestamp: 0,
    key: null,
    headers: {},
    value: Buffer.from('{}'),
  };
  const outside = {
    reader: {
      read: async () => ({ entries: [{ kind: 'record', offset: 7, record }] }),
    },
    hub: { listen: () => Readable.from(['data: {}\n\n']) },
    previews: { draw: async () => ({ png: new Uint8Array(8), pages: 1, notes: [] }) },
    materials: { vault: { read: async () => Buffer.from('text') }, bucket: 'pre-archive' },
    audits: {
      possible: true,
      list: async () => [],
      hasEnded: async () => true,
      start: async () => AUDIT,
      anchors: () => '{}',
      report: () => '{}',
      comparison: () => ({
        ...{ earlier: AUDIT, later: AUDIT, counts: [], layers: [], heads: { before: null, after: null }, shrunk: [] },
        ...{ appeared: [], gone: [], stayed: 0, incomplete: false },
      }),
    },
    dumps: {
      of: () => ({ state: 'ready', said: null, bytes: 3, takenAt: '2026-01-02T00:00:00.000Z' }),
      isBusyFor: () => false,
      make: () => true,
      archive: () => ({ bytes: 3, stream: Readable.from([Buffer.from('tar')]) }),
    },
    proofs: { possible: true, make: async () => ({ zip: Buffer.from('PK') }) },
    replays: { list: [], start: () => AUDIT },
    releases: { choices: async () => [], origin: async () => record, begin: async () => true, finish: async () => {} },
    controls: { refresh: async () => undefined, said: [], paused: () => undefined },
    publisher: async () => ({ publish: async () => undefined, partitionFor: async () => 0 }),
    sender: { send: async () => undefined },
    decisionsRead: () => true,
    arrangements: {
      refresh: async () => undefined,
      of: () => undefined,
      newest: () => undefined,
      versionsOf: () => [],
    },
    searchIndex: async (_q: string, page: number) => ({ total: 0, page, found: [] }),
    scheme: async () => null,
  };
  const door = await buildDoor({
    operations: { log: sqlLog(store.door, 'console', Date.now), service: 'console', trust: undefined },
    guard: {
      policy: policyWith(fileURLToPath(new URL('../policies', import.meta.url))),
      log: { append: async () => undefined, appendWith: async () => undefined },
      whois: async ({ headers }: { headers: Record<string, unknown> }) => {
        const said = headers['x-test-principal'];
        return typeof said === 'string'
          ? { principal: JSON.parse(Buffer.from(said, 'base64').toString()) as Principal }
          : undefined;
      },
      ...{ now: Date.now, origins: ['https://console.example'] },
      registered: (method: string, url: string) => method !== 'HEAD' && routes.add(`${method} ${url}`),
    },
    ...{
      sql: store.door,
      within: store.within,
      own: store.own,
      now: Date.now,
      inspectionDays: 300,
      failed: (error: unknown) => void faults.push(error),
    },
    ...{ registryUrl: 'http://127.0.0.1:1', checkUrl: undefined, cookie: 'session', webFolder: '/nowhere' },
    ...{ publicUrl: 'https://console.example', trustedProxies: [] },
    ...outside,
  } as unknown as DoorPorts);
  await door.ready();
  await fill(store);
  return {
    ...{ store, door, faults, routes },
    async ask(who, method, url, body) {
      const answer = await door.inject({
        ...{ method: method as 'GET', url },
        headers: {
          ...(who && { 'x-test-principal': Buffer.from(JSON.stringify(who)).toString('base64') }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { payload: JSON.stringify(body) }),
      });
      const isProblem = String(answer.headers['content-type']).includes('problem+json');
      return {
        status: answer.statusCode,
        text: answer.body,
        code: isProblem ? (JSON.parse(answer.body) as { code: string }).code : undefined,
      };
    },
    async close() {
      await door.close();
      await store.close();
      await database.drop();
    },
  };
}

const DECIDED = { action: 'prolong', list: AUDIT, proposedBy: 'a', reason: 'r', opinion: 'o' };

/** A case of each department with a link, two files, a refusal and a use; and a record that was put aside. */
async function fill({ city }: Store): Promise<void> {
  for (const [department, number] of Object.entries(CASE)) {
    const put = (table: string, row: object) =>
      city.query(
        `INSERT INTO ${table} SELECT (jsonb_populate_record(NULL::${table}, $1::jsonb)).* RETURNING 1`,
        JSON.stringify({ case_number: number, department_uscc: department, ...row }),
      );
    const at = '2026-01-02T00:00:00Z';
    await put('case_view', {
      ...{ matter_code: 'M', matter_name: '事项', department_name: '单位', fonds: 'F', region: 'R', channel: '1' },
      ...{
        kind: '1',
        applicant_kind: '1',
        source: 's',
        scheme_id: 'x',
        scheme_version: 1,
        accepted_at: at,
        year: 2026,
      },
      ...{ closed_at: at, outcome: 'granted', stage: 'refused', stage_at: at, waits_for: '', missing: [], round: 2 },
      ...{ findings: {}, reference_code: `J-${number}`, category: 'ZY', retention: 'D30', package_size: 1, places: 2 },
      ...{ stored_at: at, looked_at: at, inspection: 'damaged', ends_at: '2056-12-31T15:59:59Z' },
      package: `sha256:${'0'.repeat(64)}`,
      ...{ uses: 0, steps: {}, materials: 1, files: 2, bytes: 1, text: `${number.toLowerCase()} 事项` },
    });
    const said = {
      ...{ id: 'l', step: 'capture', seq: 0, type: 'CaseOpened', case: number, time: at, previous: null },
      ...{ decider: { rules: 'x@1' }, input: { topic: 'case.events', partition: 0, offset: 0, sha256: '' } },
      ...{ facts: {}, body: { missing: [] } },
    };
    const value = JSON.stringify(said);
    const link = { step: 'capture', seq: 0, type: 'CaseOpened', sha256: LINK[department], at, value };
    await put('link_view', { topic: `archive.${number}`, partition: 0, offset: 7, ...link });
    for (const [position, format] of ['pdf', 'txt'].entries())
      await put('file_view', {
        ...{
          material: 'm',
          position,
          content: `sha256:${'0'.repeat(64)}`,
          name: 'n',
          title: 't',
          group: 'application',
        },
        ...{ format, size: 1, state: 'in-force', captured_at: at },
      });
    await put('refusal', { link: LINK[department], position: 0, step: 'check', code: 'X', at });
    await put('inspection_view', {
      ...{ link: LINK[department], at, outcome: 'damaged', damaged: ['a'], counts: {}, findings: [] },
      copies: [{ place: 'a', state: 'changed', found: null }],
    });
    await put('desk_list', {
      ...{ id: LIST[department], kind: 'destroy', reason: '期满', proposed_by: 'somebody', proposed_at: at },
      ...{ items: 1, files: 2, bytes: 1, digest: 'd'.repeat(64), state: 'proposed' },
    });
    await put('decided_view', {
      ...{ id: `decided-${number}`, action: 'prolong', list: LIST[department], at, topic: 'case.decisions' },
      ...{ partition: 0, offset: 0, sha256: 'f'.repeat(64) },
      value: JSON.stringify({ type: 'disposal.decided', time: at, by: { account: 'b' }, data: DECIDED }),
    });
    await put('use_view', {
      ...{ link: LINK[department], account: number, role: 'archivist', purpose: 'p', path: 'x', result: 'made', at },
    });
  }
  const parked = {
    ...{ id: PARKED, type: 'parked', version: 1, step: 'capture', time: '2026-01-02T00:00:00Z', reason: 'MALFORMED' },
    ...{ faults: [], input: { topic: 'case.events', partition: 0, offset: 7, sha256: 'f' }, key: null, headers: {} },
    value: Buffer.from('{}').toString('base64'),
  };
  const lies = { topic: 'archive.capture.parked', partition: 0, offset: 0, value: JSON.stringify(parked) };
  await saveParked(city, [{ ...lies, parked: parked as never }]);
}

/** A post of a role, for the city or for a department. */
export const postOf = (role: Role, department: string | null): Post => ({
  ...{ id: `${role}@${department ?? 'city'}`, role, title: role, department },
  covers: department === null ? null : [department],
});
export const person = (account: string, posts: readonly Post[], mfa = true): Principal => ({
  ...{ account, name: account, posts, mfa },
});
