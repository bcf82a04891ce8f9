import { CHANGING, isAdministrator, Moment, ROLE_NAMES, ROLES, SAFE, visitOf } from '@guidang/access';
import { text } from '@guidang/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  addPost,
  allHoldings,
  allPosts,
  changePost,
  conflictOf,
  give,
  holdingBy,
  type Post,
  personByAccount,
  postById,
  takeBack,
} from '../../tables/people.ts';
import { byOf, record, tagged, versionGiven } from '../change.ts';
import type { Door, RegistryPorts } from '../door.ts';
import { conflict, notFound, problems, unfit } from '../problem.ts';
import { Account, DepartmentId, ifMatch, PostId, versioned } from '../shapes.ts';

const fields = {
  title: text(100).describe('岗位名称'),
  department: DepartmentId.nullable().describe(
    'department whose things it is for, sub-departments included; null: the whole city',
  ),
  active: z.boolean(),
};
const role = z.enum(ROLE_NAMES).describe('role (GB/T 39784-2021 4.4)');
const Content = z.strictObject(fields).describe('岗位');
const New = Content.extend({ id: PostId, role });
const Holder = z.object({
  account: Account,
  from: z.string(),
  until: z.string().nullable(),
  givenBy: z.string().nullable(),
});
const Entry = z.object({ id: PostId, role, ...fields, ...versioned }).describe('岗位 as it stands');
const WithHolders = Entry.extend({ roleName: z.string().describe('角色'), holders: z.array(Holder) });
const RoleName = z.object({ id: role, zh: z.string(), en: z.string() }).describe('角色 (GB/T 39784-2021 4.4)');

const targetOf = ({ id, department }: Pick<Post, 'id' | 'department'>) => ({ type: 'post', id, department });

/**
 * 岗位 (GB/T 39784-2021 4.4-2): one person many posts, one post many persons; a change of post changes rights at once. Made and given by the security officer, never to
 * himself, and never so that one person would hold what has to be apart.
 */
export function postRoutes(app: Door, { store, log, now }: RegistryPorts): void {
  app.get(
    '/v1/posts',
    {
      config: { access: { action: 'person.read' } },
      schema: {
        operationId: 'listPosts',
        tags: ['people'],
        summary: '岗位 / posts',
        security: SAFE,
        response: {
          200: z.object({
            items: z.array(WithHolders),
            roles: z.array(RoleName).describe('roles that a post may have'),
          }),
          ...problems,
        },
      },
    },
    async (request) =>
      store.within(visitOf(request).scope, async (tx) => {
        const held = Map.groupBy(await allHoldings(tx), ({ post }) => post);
        const posts = await allPosts(tx);
        return {
          items: posts.map((one) => ({ ...one, roleName: ROLES[one.role].zh, holders: held.get(one.id) ?? [] })),
          roles: ROLE_NAMES.map((id) => ({ id, zh: ROLES[id].zh, en: ROLES[id].en })),
        };
      }),
  );
  app.post(
    '/v1/posts',
    {
      config: { access: { action: 'post.edit' } },
      schema: {
        operationId: 'addPost',
        tags: ['people'],
        summary: '设置岗位 / add a post',
        security: CHANGING,
        body: New,
        response: { 201: Entry, ...problems },
      },
    },
    async (request, reply) => {
      mustFit(request.body);
      const entry = await store.within(visitOf(request).scope, async (tx) => {
        const added = await addPost(tx, request.body, byOf(request, now));
        await record(request, log, tx, 'post.edit', [{ target: targetOf(added), after: added }]);
        return added;
      });
      return tagged(reply.code(201), entry);
    },
  );
  app.put(
    '/v1/posts/:id',
    {
      config: { access: { action: 'post.edit' } },
      schema: {
        operationId: 'changePost',
        tags: ['people'],
        summary: '修改、停用岗位 / change or disable a post',
        description: 'A post keeps its role: who holds it was chosen for it.',
        security: CHANGING,
        params: z.object({ id: PostId }),
        headers: ifMatch,
        body: Content,
        response: { 200: Entry, ...problems },
      },
    },
    async (request, reply) => {
      const version = versionGiven(request);
      const entry = await store.within(visitOf(request).scope, async (tx) => {
        const before = await postById(tx, request.params.id);
        if (before === undefined) throw notFound();
        const after = { ...request.body, id: before.id, role: before.role };
        mustFit(after);
        const changed = await changePost(tx, after, version, byOf(request, now));
        await record(request, log, tx, 'post.edit', [{ target: targetOf(changed), before, after: changed }]);
        return changed;
      });
      return tagged(reply, entry);
    },
  );

  const given = z.object({ id: PostId, account: Account });
  app.put(
    '/v1/posts/:id/holders/:account',
    {
      // The owner of a holding is who holds it: nobody gives a post to himself.
      config: {
        access: {
          action: 'post.give',
          at: ({ params }: FastifyRequest) => ({ owner: (params as { account: string }).account }),
        },
      },
      schema: {
        operationId: 'givePost',
        tags: ['people'],
        summary: '授予岗位 / give a post to somebody',
        security: CHANGING,
        params: given,
        body: z.strictObject({
          from: Moment.optional().describe('absent: from now on'),
          until: Moment.nullable()
            .default(null)
            .describe('the right ends then by itself (4.4-8); null: until it is taken back'),
        }),
        response: { 200: Holder, ...problems },
      },
    },
    async (request) => {
      const { id, account } = request.params;
      const by = byOf(request, now);
      const from = request.body.from ?? by.at.toISOString();
      const { until } = request.body;
      if (until !== null && Date.parse(until) <= Date.parse(from))
        throw unfit([
          {
            field: 'until',
            rule: 'UNTIL_BEFORE_FROM',
            message: '终止时间须晚于起始时间 / the end is after the beginning',
          },
        ]);
      return store.within(visitOf(request).scope, async (tx) => {
        const [post, person] = [await postById(tx, id), await personByAccount(tx, account)];
        if (post === undefined || person === undefined) throw notFound();
        const apart = await conflictOf(tx, account, post.role, by.at);
        if (apart) throw conflict('ROLE_CONFLICT', `${apart.zh} / ${apart.en}`);
        const before = await holdingBy(tx, id, account);
        const after = await give(tx, { post: id, account, from, until, givenBy: by.account });
        await record(request, log, tx, 'post.give', [{ target: targetOf(post), before: before ?? null, after }]);
        return after;
      });
    },
  );
  app.delete(
    '/v1/posts/:id/holders/:account',
    {
      config: {
        access: {
          action: 'post.give',
          at: ({ params }: FastifyRequest) => ({ owner: (params as { account: string }).account }),
        },
      },
      schema: {
        operationId: 'takePost',
        tags: ['people'],
        summary: '收回岗位 / take a post back',
        security: CHANGING,
        params: given,
        response: { 204: z.null().describe('taken back'), ...problems },
      },
    },
    async (request, reply) => {
      const { id, account } = request.params;
      await store.within(visitOf(request).scope, async (tx) => {
        const [post, before] = [await postById(tx, id), await takeBack(tx, id, account)];
        if (post === undefined || before === undefined) throw notFound();
        await record(request, log, tx, 'post.give', [{ target: targetOf(post), before, after: null }]);
      });
      return reply.code(204).send(null);
    },
  );
}

/** The three administrators, the operator and the auditor are of the whole city. */
function mustFit({ role: what, department }: Pick<Post, 'role' | 'department'>): void {
  if (department !== null && (isAdministrator(what) || what === 'operator' || what === 'auditor'))
    throw unfit([
      {
        field: 'department',
        rule: 'CITY_ROLE',
        message: `${ROLES[what].zh}岗位面向全市，不属于某一机构 / a post of ${ROLES[what].en} is for the whole city`,
      },
    ]);
}
