import { deedOf, visitOf } from '@guidang/access';
import { Malformed, Retention } from '@guidang/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { LIST_KINDS, LIST_STATES, type WholeList } from '../../api/desk.ts';
import {
  approvalFaults,
  endList,
  keepList,
  listLists,
  MOST_ITEMS,
  ownerOf,
  proposed,
  readList,
} from '../../desk/lists.ts';
import { personalFaults, recordOf } from '../../desk/records.ts';
import type { Wish } from '../../desk/rules.ts';
import { Paging } from '../../read/key-paging.ts';
import type { Door, DoorPorts } from '../door.ts';
import { notFound, Problem } from '../problem.ts';
import { reason } from './reason.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((one) => !/\p{Cc}/u.test(one) && one.isWellFormed(), 'not a text');
const kinds = z
  .string()
  .default(LIST_KINDS.join(','))
  .transform((one) => one.split(','))
  .pipe(z.array(z.enum(LIST_KINDS)).min(1).max(4));
const Listed = z.object({ kinds, state: z.enum(LIST_STATES).optional(), ...Paging.shape });
const Params = z.object({ id: z.uuid() });
const cases = z.array(text(60)).min(1).max(MOST_ITEMS);
const Proposal = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('prolong'), retention: Retention, reason, cases }),
  z.strictObject({ kind: z.literal('transfer'), receiver: text(100), reason, cases }),
  z.strictObject({ kind: z.literal('destroy'), reason, cases }),
]);
const Verdict = z.strictObject({ verdict: z.enum(['approved', 'rejected']), opinion: reason });
const Withdrawal = z.strictObject({ reason });
const Printed = z.object({ language: z.enum(['zh', 'en']).default('zh') });

const endedAlready = (): Problem =>
  new Problem(409, 'DECIDED_ALREADY', '已有决定，请刷新 / it was decided already; please reload');

/** Whose list it is, as the policy judges it: nobody approves what they proposed themselves. */
const ofList =
  ({ within }: Pick<DoorPorts, 'within'>) =>
  ({ params }: FastifyRequest) =>
    ownerOf(within('city'), (params as { id: string }).id);

type Ports = Pick<DoorPorts, 'within' | 'guard' | 'now' | 'sender' | 'failed'>;

/**
 * 清册 of disposal and arrangement (GB/T 39784-2021 chapters 6 and 9): what one person proposes for packages and another approves. Nothing of the archive changes by it: what was approved is a record of
 * every package, beside it.
 */
export function deskRoutes(app: Door, ports: Ports): void {
  const { within, guard, now, sender, failed } = ports;
  const at = ofList(ports);
  const read = { action: 'desk.read' };
  const whole = async (request: FastifyRequest, id: string): Promise<WholeList> => {
    const list = await readList(within(visitOf(request).scope), id);
    if (list === undefined) throw notFound();
    return list;
  };

  app.get('/api/desk/lists', { config: { access: read }, schema: { querystring: Listed } }, async (request) => {
    const { scope } = visitOf(request);
    return listLists(within(scope), request.query, scope);
  });

  const ofOne = { config: { access: { ...read, at } }, schema: { params: Params } };
  app.get('/api/desk/lists/:id', ofOne, async (request) => whole(request, request.params.id));

  app.post(
    '/api/desk/lists',
    { config: { access: { action: 'desk.propose' } }, schema: { body: Proposal } },
    async (request, reply) => {
      const { kind, reason, cases, ...rest } = request.body;
      const blank = { retention: null, receiver: null, scheme: null, rule: null };
      return reply.code(201).send(await propose(ports, request, { ...blank, kind, reason, ...rest }, cases));
    },
  );

  app.post(
    '/api/desk/lists/:id/decision',
    { config: { access: { action: 'desk.approve', at } }, schema: { params: Params, body: Verdict } },
    async (request, reply) => {
      const { verdict, opinion } = request.body;
      const visit = visitOf(request);
      const { account } = visit.principal;
      const list = await whole(request, request.params.id);
      if (list.proposedBy === account)
        throw new Problem(403, 'SAME_PERSON', '不得批准本人提出的清册 / nobody decides about their own list');
      if (list.state !== 'proposed') throw endedAlready();
      const decided = { account, opinion, at: new Date(now()).toISOString() };
      mustHold(personalFaults({ opinion }));
      const sql = within(visit.scope);
      if (verdict === 'approved') {
        mustHold(await approvalFaults(sql, visit.scope, list, now()));
        recordsHold(list, decided);
      }
      await sql.together(async (tx) => {
        if (!(await endList(tx, list.id, verdict, decided))) throw endedAlready();
        request.logged = true;
        const { kind, digest, items } = list;
        const target = { type: 'list', id: list.id, department: null };
        const after = { verdict, kind, digest, items, opinion };
        await guard.log.appendWith(tx, [{ ...deedOf(request, 'desk.approve'), target, outcome: 'done', after }]);
      });
      // It is written down: what cannot be sent now is sent by itself as soon as it can.
      if (verdict === 'approved') await sender.send(list.id).catch(failed);
      return reply.code(201).send(await whole(request, list.id));
    },
  );

  app.post(
    '/api/desk/lists/:id/withdrawal',
    { config: { access: { action: 'desk.propose', at } }, schema: { params: Params, body: Withdrawal } },
    async (request, reply) => {
      const { reason } = request.body;
      const visit = visitOf(request);
      const { account } = visit.principal;
      const list = await whole(request, request.params.id);
      if (list.proposedBy !== account)
        throw new Problem(409, 'NOT_YOURS', '只能撤回本人提出的清册 / only whoever proposed it can withdraw it');
      mustHold(personalFaults({ reason }));
      await within(visit.scope).together(async (tx) => {
        const at = new Date(now()).toISOString();
        if (!(await endList(tx, list.id, 'withdrawn', { account, at, opinion: reason }))) throw endedAlready();
        request.logged = true;
        const target = { type: 'list', id: list.id, department: null };
        await guard.log.appendWith(tx, [
          { ...deedOf(request, 'desk.propose'), target, outcome: 'done', after: { state: 'withdrawn', reason } },
        ]);
      });
      return reply.code(201).send(await whole(request, list.id));
    },
  );

  const printed = { ...ofOne, schema: { params: Params, querystring: Printed } };
  app.get('/api/desk/lists/:id/list.xlsx', printed, async (request, reply) => {
    const list = await whole(request, request.params.id);
    // What draws workbooks and paper is large, and loaded when somebody exports.
    const { listWorkbook } = await import('../../print/desk-list.ts');
    return reply
      .type(XLSX)
      .header('content-disposition', `attachment; filename="${list.kind}.xlsx"`)
      .send(await listWorkbook(list, request.query.language));
  });
  app.get('/api/desk/lists/:id/list.pdf', printed, async (request, reply) => {
    const list = await whole(request, request.params.id);
    const { listPaper } = await import('../../print/desk-list.ts');
    return reply
      .type('application/pdf')
      .header('content-disposition', `inline; filename="${list.kind}.pdf"`)
      .send(await listPaper(list, new Date(now()), visitOf(request).principal.account));
  });
}

/** Keeps what somebody proposes, and says so in the operation log. @throws Problem naming every package that cannot stand in such a list */
export async function propose(
  { within, guard, now }: Pick<Ports, 'within' | 'guard' | 'now'>,
  request: FastifyRequest,
  wish: Wish,
  numbers: readonly string[],
  series: ReadonlyMap<string, string> = new Map(),
): Promise<WholeList> {
  const { scope, principal } = visitOf(request);
  const sql = within(scope);
  const { receiver, rule, reason } = wish;
  mustHold(personalFaults({ receiver, rule, reason }));
  const by = { account: principal.account, at: new Date(now()).toISOString() };
  const made = await proposed(sql, scope, wish, numbers, series, by);
  if ('faults' in made) throw faulty(made.faults);
  const { list, items } = made;
  await sql
    .together(async (tx) => {
      await keepList(tx, list, items);
      request.logged = true;
      const { kind, digest, retention } = list;
      const target = { type: 'list', id: list.id, department: null };
      const after = { kind, digest, items: items.length, retention, receiver, rule, reason };
      await guard.log.appendWith(tx, [{ ...deedOf(request, 'desk.propose'), target, outcome: 'done', after }]);
    })
    .catch((error: unknown) => {
      if (!/desk_item_open|23505|Unique constraint/.test(String(error))) throw error;
      throw new Problem(
        409,
        'IN_OPEN_LIST',
        '有档案已在待批清册中，请刷新 / a package waits in another list; please reload',
      );
    });
  return (await readList(sql, list.id))!;
}

const faulty = (faults: Problem['faults']): Problem =>
  new Problem(
    422,
    'CANNOT_STAND',
    `${faults.length} 件不符合要求 / ${faults.length} cannot be taken`,
    faults.slice(0, 50),
  );
function mustHold(faults: Problem['faults']): void {
  if (faults.length > 0) throw faulty(faults);
}

/** Every record that would be sent, held against its contract before anything is written down. */
function recordsHold(list: WholeList, decided: Parameters<typeof recordOf>[2]): void {
  try {
    for (const item of list.packages) recordOf(list, item, decided);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new Problem(422, 'MALFORMED', '内容不符合要求 / a text breaks a rule', error.faults);
  }
}
