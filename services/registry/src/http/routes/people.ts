import { CHANGING, SAFE, type Sessions, visitOf } from '@guidang/access';
import { text } from '@guidang/contracts';
import { z } from 'zod';
import { addPerson, allHoldings, allPeople, changePerson, type Person, personByAccount } from '../../tables/people.ts';
import { byOf, record, tagged, versionGiven } from '../change.ts';
import type { Door, RegistryPorts } from '../door.ts';
import { notFound, problems } from '../problem.ts';
import { Account, DepartmentId, ifMatch, versioned } from '../shapes.ts';

const fields = {
  issuer: z.url().max(300).describe('identity provider'),
  subject: text(200).describe('who they are to the provider (`sub`)'),
  name: text(60).describe('姓名, for screens; it enters no log and no record'),
  department: DepartmentId.nullable().describe('所在机构'),
  active: z.boolean().describe('false: disabled, and signed out at once'),
};
const Content = z.strictObject(fields).describe('用户');
const New = Content.extend({ account: Account });
const Held = z.object({
  post: z.string(),
  from: z.string(),
  until: z.string().nullable(),
  givenBy: z.string().nullable(),
});
const Entry = z.object({ account: Account, ...fields, ...versioned }).describe('用户 as it stands');
const WithPosts = Entry.extend({ holds: z.array(Held).describe('posts held, also those to come') });

/** What is told of a person in the log: the log strikes out what says who they are. */
const told = (person: Person) => ({ kind: 'person', ...person });
const targetOf = ({ account, department }: Pick<Person, 'account' | 'department'>) => ({
  type: 'person',
  id: account,
  department,
});

/** 用户 (GB/T 39784-2021 11.4-1): made and disabled by the system administrator, who gives them no rights. */
export function peopleRoutes(app: Door, { store, log, now }: RegistryPorts, sessions: Sessions): void {
  app.get(
    '/v1/people',
    {
      config: { access: { action: 'person.read' } },
      schema: {
        operationId: 'listPeople',
        tags: ['people'],
        summary: '用户 / people',
        security: SAFE,
        response: { 200: z.object({ items: z.array(WithPosts) }), ...problems },
      },
    },
    async (request) =>
      store.within(visitOf(request).scope, async (tx) => {
        const held = Map.groupBy(await allHoldings(tx), ({ account }) => account);
        const people = await allPeople(tx);
        return { items: people.map((one) => ({ ...one, holds: held.get(one.account) ?? [] })) };
      }),
  );
  app.post(
    '/v1/people',
    {
      config: { access: { action: 'person.edit' } },
      schema: {
        operationId: 'addPerson',
        tags: ['people'],
        summary: '建立用户 / add a person',
        security: CHANGING,
        body: New,
        response: { 201: Entry, ...problems },
      },
    },
    async (request, reply) => {
      const entry = await store.within(visitOf(request).scope, async (tx) => {
        const added = await addPerson(tx, request.body, byOf(request, now));
        await record(request, log, tx, 'person.edit', [{ target: targetOf(added), after: told(added) }]);
        return added;
      });
      return tagged(reply.code(201), entry);
    },
  );
  app.put(
    '/v1/people/:account',
    {
      config: { access: { action: 'person.edit' } },
      schema: {
        operationId: 'changePerson',
        tags: ['people'],
        summary: '修改、停用、启用用户 / change, disable or enable a person',
        security: CHANGING,
        params: z.object({ account: Account }),
        headers: ifMatch,
        body: Content,
        response: { 200: Entry, ...problems },
      },
    },
    async (request, reply) => {
      const version = versionGiven(request);
      const after = { account: request.params.account, ...request.body };
      const entry = await store.within(visitOf(request).scope, async (tx) => {
        const before = await personByAccount(tx, after.account);
        if (before === undefined) throw notFound();
        const changed = await changePerson(tx, after, version, byOf(request, now));
        await record(request, log, tx, 'person.edit', [
          { target: targetOf(changed), before: told(before), after: told(changed) },
        ]);
        return changed;
      });
      if (!entry.active) await sessions.endAll(entry.account);
      return tagged(reply, entry);
    },
  );
}
