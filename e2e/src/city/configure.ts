import type { Parts, SignedIn } from '@guidang/infra-local';
import { signIn } from '@guidang/infra-local';
import { CITY_MATTERS, cityPeople, cityPosts, listLineOf, MOULDS, templateOf } from '@guidang/lab/city';
import { bundleOf, MATTERS } from '@guidang/lab/matters';
import { DEPARTMENTS } from '@guidang/lab/people';
import { item } from '../demo/tell.ts';

/** Somebody of the demonstration, signed in through the console as people are. */
export async function signedInAs(parts: Parts, account: string): Promise<SignedIn> {
  const who = parts.idp?.people.find((one) => one.account === account);
  if (who === undefined) throw new Error(`nobody here is called ${account}`);
  return signIn(`http://127.0.0.1:${parts.http.console}/registry`, who);
}

type Said = Awaited<ReturnType<SignedIn['call']>>;

/** What has to work. @throws with what the door said */
async function must(answer: Promise<Said>, ...wanted: number[]): Promise<Said> {
  const { status, json, headers } = await answer;
  if (!wanted.includes(status)) throw new Error(`registry: ${status} ${JSON.stringify(json).slice(0, 600)}`);
  return { status, json, headers };
}

const MANY = { 'content-type': 'application/json' };

/** The city's configuration, through registry's own door, by the people whose work it is. Doing it twice changes nothing. */
export async function configureCity(parts: Parts, seed: string): Promise<void> {
  const administrator = await signedInAs(parts, 'admin');
  await departments(administrator);
  await people(administrator, await signedInAs(parts, 'security'), parts, seed);
  const archivist = await signedInAs(parts, 'archivist');
  await matters(archivist);
  await templates(archivist);
  await schemes(archivist, await signedInAs(parts, 'reviewer'));
}

async function departments({ call }: SignedIn): Promise<void> {
  const all = bundleOf(Object.values(DEPARTMENTS), MATTERS) as { departments: { id: string }[] };
  let made = 0;
  for (const department of all.departments) {
    const { status } = await must(call('POST', '/v1/departments', department), 201, 409);
    if (status === 201) made += 1;
    for (const [at, [code, name]] of [
      ['window', '政务服务窗口'],
      ['archives', '档案室'],
    ].entries())
      await must(
        call('POST', '/v1/departments', {
          ...{ id: `${department.id}.${code}`, kind: 'section', name, parent: department.id },
          ...{ fonds: null, position: at, active: true },
        }),
        ...[201, 409],
      );
  }
  item(`组织机构 ${all.departments.length} 个单位（新增 ${made}）/ departments`);
}

async function people(administrator: SignedIn, officer: SignedIn, { idp }: Parts, seed: string): Promise<void> {
  const everybody = cityPeople(seed);
  for (const post of cityPosts()) await must(officer.call('POST', '/v1/posts', { ...post, active: true }), 201, 409);
  for (const { account, name, department, posts } of everybody) {
    const person = { account, issuer: idp!.issuer, subject: account, name, department, active: true };
    const { status } = await must(administrator.call('POST', '/v1/people', person), 201, 409);
    if (status === 409) continue;
    for (const post of posts) await must(officer.call('PUT', `/v1/posts/${post}/holders/${account}`, {}), 200, 409);
  }
  item(`人员 ${everybody.length} 名、岗位 ${cityPosts().length} 个 / people and posts`);
}

async function matters({ call }: SignedIn): Promise<void> {
  const list = JSON.stringify(CITY_MATTERS.map(listLineOf));
  const { json } = await must(call('POST', '/v1/matters/imports', list, MANY), 200);
  const { added, changed, unchanged } = json as Record<string, number>;
  item(
    `事项一次导入 ${CITY_MATTERS.length} 项：新增 ${added}，更新 ${changed}，不变 ${unchanged} / matters in one import`,
  );
}

async function templates({ call }: SignedIn): Promise<void> {
  const shown = ((await must(call('GET', '/v1/templates'), 200)).json as { items: { id: string }[] }).items;
  for (const { mould } of MOULDS)
    if (!shown.some(({ id }) => id === mould))
      await must(
        call('POST', '/v1/templates', {
          id: mould,
          name: mould,
          note: '演示城市 / demonstration city',
          content: templateOf(mould),
        }),
        201,
      );
  item(`方案模板 ${MOULDS.length} 个 / templates`);
}

/** Drafts in one request: a page of the console does not hand over more. */
const AT_ONCE = 50;

/** One draft for each matter without a scheme, handed over, reviewed by somebody else, and published, all of them at once. */
async function schemes(archivist: SignedIn, reviewer: SignedIn): Promise<void> {
  const unpublished = (await must(archivist.call('GET', '/v1/matters?published=false&limit=500'), 200)).json as {
    items: { code: string; open: number }[];
  };
  const byId = new Map(CITY_MATTERS.map((one) => [one.id, one]));
  const ids: string[] = [];
  for (const { code, open } of unpublished.items) {
    const mould = byId.get(`m-${code}`)?.mould;
    if (mould === undefined) continue;
    if (open > 0) {
      // From a run that was cut off.
      const found = await must(archivist.call('GET', `/v1/drafts?matter=${code}`), 200);
      const left = (found.json as { items: { id: string; state: string }[] }).items;
      ids.push(...left.filter(({ state }) => !['published', 'discarded'].includes(state)).map(({ id }) => id));
      continue;
    }
    const begun = await must(archivist.call('POST', '/v1/drafts', { matter: code, from: { template: mould } }), 201);
    ids.push((begun.json as { id: string }).id);
  }
  const done = async (by: SignedIn, what: string, body: object): Promise<number> => {
    let count = 0;
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const some = { ids: ids.slice(from, from + AT_ONCE), ...body };
      count += ((await must(by.call('POST', `/v1/drafts/${what}`, some), 200)).json as { done: number }).done;
    }
    return count;
  };
  await done(archivist, 'submissions', {});
  const reviewed = await done(reviewer, 'reviews', { verdict: 'passed', comment: '符合归档范围' });
  const published = await done(archivist, 'publications', {});
  item(`归档方案送审 ${ids.length}，复核 ${reviewed}，发布 ${published} / schemes handed over, reviewed, published`);
  if (published !== ids.length)
    throw new Error('some schemes were not published; make demo-city goes on where it stopped');
}
