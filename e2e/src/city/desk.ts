import { setTimeout as sleep } from 'node:timers/promises';
import { type Parts, type SignedIn, startService, stopService } from '@guidang/infra-local';
import { CITY_MATTERS, MOULDS } from '@guidang/lab/city';
import { item } from '../demo/tell.ts';
import { signedInAs } from './configure.ts';

/** Packages that a round is waited for: the others are looked at when the city rests. */
const LOOKED_AT = 24;
const PATIENCE_MS = 180_000;
const FEW = 3;

type Json = Record<string, unknown>;
interface Packages {
  readonly rows: readonly { readonly case: string; readonly inList: string | null }[];
}
interface Arranged {
  readonly groups: readonly {
    readonly scheme: { readonly id: string };
    readonly matter: { readonly code: string };
    readonly packages: number;
    readonly differs: boolean;
    readonly target: number | null;
  }[];
}

/** The console's own door, by a session that registry has given. @throws with what the door said */
const asking =
  ({ http }: Parts, { browser, csrf }: SignedIn) =>
  async <T = Json>(method: 'GET' | 'POST', path: string, body?: Json): Promise<T> => {
    const answer = await browser.ask(`http://127.0.0.1:${http.console}${path}`, {
      ...{ method, headers: { 'x-csrf-token': csrf, ...(body && { 'content-type': 'application/json' }) } },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`console: ${answer.status} ${(await answer.text()).slice(0, 400)}`);
    return (await answer.json()) as T;
  };

/** What archivists do over a year: a round over some of what is stored, lists that wait and lists that were approved, a scheme with another class than its packages have. Doing it twice changes nothing. */
export async function workAtTheDesk(parts: Parts): Promise<void> {
  const registry = await signedInAs(parts, 'archivist');
  const archivist = asking(parts, registry);
  const filer = asking(parts, await signedInAs(parts, 'filer'));
  if (((await archivist('GET', '/api/desk/lists')) as { total: number }).total > 0) return;
  await oneRound(archivist);
  await lists(archivist, filer);
  await anotherClass(registry, archivist, await signedInAs(parts, 'reviewer'));
}

async function oneRound(archivist: ReturnType<typeof asking>): Promise<void> {
  const looked = async (): Promise<{ held: number; never: number }> => archivist('GET', '/api/fixity');
  const before = await looked();
  if (before.held === 0 || before.never < before.held) return;
  await stopService('store');
  await startService('store', { INSPECTION_DAYS: '0.0001', INSPECTION_PAUSE_SECONDS: '1' });
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(2_000)) {
    const { held, never } = await looked();
    if (held - never >= Math.min(LOOKED_AT, held)) break;
  }
  await stopService('store');
  await startService('store');
  const { held, never } = await looked();
  item(`定期检测 ${held - never} 件 / packages looked at again`);
}

async function lists(archivist: ReturnType<typeof asking>, filer: ReturnType<typeof asking>): Promise<void> {
  const free = async (ask: typeof filer, path: string): Promise<string[]> =>
    ((await ask('GET', path)) as unknown as Packages).rows
      .filter(({ inList }) => inList === null)
      .slice(0, FEW)
      .map((row) => row.case);
  const propose = async (ask: typeof filer, path: string, what: Json): Promise<string | undefined> => {
    const cases = await free(ask, path);
    if (cases.length === 0) return undefined;
    return ((await ask('POST', '/api/desk/lists', { ...what, cases })) as { id: string }).id;
  };
  const kept = '/api/disposal?months=480';
  const proposed = [
    await propose(filer, '/api/transfers?closed=0', {
      ...{ kind: 'transfer', receiver: '东莞市档案馆', reason: '永久、长期保管，按进馆计划移交' },
    }),
    await propose(filer, kept, { kind: 'prolong', retention: 'Y', reason: '涉及长期权益，仍有查考价值' }),
  ].filter((id) => id !== undefined);
  for (const id of proposed)
    await archivist('POST', `/api/desk/lists/${id}/decision`, { verdict: 'approved', opinion: '同意' });
  await propose(archivist, kept, { kind: 'destroy', reason: '期满后无保存价值，先行提出' });
  item(`清册：已批准 ${proposed.length} 份，另有待批 / lists approved, and one that waits`);
}

/** The matter with most packages gets a second version of its scheme, made from another mould: they would count under another class. */
async function anotherClass(
  registry: SignedIn,
  archivist: ReturnType<typeof asking>,
  reviewer: SignedIn,
): Promise<void> {
  const view = async (): Promise<Arranged['groups']> =>
    ((await archivist('GET', '/api/arrangement?show=all')) as unknown as Arranged).groups;
  const classesOf = (id: string): string | undefined => {
    const mould = CITY_MATTERS.find((one) => one.id === id)?.mould;
    return MOULDS.find((one) => one.mould === mould)?.classes.join();
  };
  const [most] = (await view())
    .filter(({ scheme }) => classesOf(scheme.id) !== undefined)
    .sort((a, b) => b.packages - a.packages);
  const other = MOULDS.find(({ classes }) => most && classes.join() !== classesOf(most.scheme.id));
  if (most === undefined || other === undefined) return;
  const must = async (answer: ReturnType<SignedIn['call']>): Promise<Json> => {
    const { status, json } = await answer;
    if (status >= 300) throw new Error(`registry: ${status} ${JSON.stringify(json).slice(0, 400)}`);
    return json as Json;
  };
  const { id } = await must(
    registry.call('POST', '/v1/drafts', { matter: most.matter.code, from: { template: other.mould } }),
  );
  const many = (by: SignedIn, what: string, body: object) =>
    must(by.call('POST', `/v1/drafts/${what}`, { ids: [id], ...body }));
  await many(registry, 'submissions', {});
  await many(reviewer, 'reviews', { verdict: 'passed', comment: '类目调整' });
  await many(registry, 'publications', {});
  const group = (await view()).find(({ scheme, differs }) => scheme.id === most.scheme.id && differs);
  if (group === undefined) return;
  const { scheme, target } = group;
  await archivist('POST', '/api/arrangement/lists', { scheme: scheme.id, target, reason: '方案换版，类目随新版调整' });
  item('整理调整：一个事项换版，其档案按规则提出调整 / a scheme with another class, and its packages proposed for it');
}
