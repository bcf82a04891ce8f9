import { deedOf, visitOf } from '@guidang/access';
import { Malformed, Retention } from '@guidang/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { LIST_KINDS, LIST_STATES, MOST_ITEMS, type WholeList } from '../../api/desk.ts';
import {
  approvalFaults,
  departmentOf,
  endList,
  keepList,
  listLists,
  ownerOf,
  proposed,
  readList,
} from '../../desk/lists.ts';
import { personalFaults, recordOf } from '../../desk/records.ts';
import type { Wish } from '../../desk/rules.ts';
import { Paging } from '../../read/key-paging.ts';
import type { Door, DoorPorts } from '../door.ts';
import { notFound, Problem } from '../problem.ts';
import { XLSX } from '../xlsx.ts';
import { text } from './cases.ts';
import { reason } from './reason.ts';

const line = (most: number) => text(most).refine((one) => !/\p{Cc}/u.test(one), '限一行文字 / one line of text');
const kinds = z
  .string()
  .default(LIST_KINDS.join(','))
  .transform((one) => one.split(','))
  .pipe(z.array(z.enum(LIST_KINDS)).min(1).max(4));
const Listed = z.object({ kinds, state: z.enum(LIST_STATES).optional(), ...Paging.shape });
const Params = z.object({ id: z.uuid() });
const cases = z.array(line(60)).min(1).max(MOST_ITEMS);
const Proposal = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('prolong'), retention: Retention, reason, cases }),
  z.strictObject({ kind: z.literal('transfer'), receiver: line(100), reason, cases }),
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

type Ports = Pick<DoorPorts, 'within' | 'guard' | 'now' | 'sender' | 'decisionsRead' | 'failed'>;

/** @throws Problem until all that was decided before is read: a package may look undecided that is not */
function mustHaveRead({ decisionsRead }: Pick<Ports, 'decisionsRead'>): void {
  if (!decisionsRead())
    throw new Problem(
      503,
      'STILL_READING',
      '正在读取以往的决定，暂不能提出或批准，请稍后再试 / what was decided before is still being read: nothing can be proposed or approved yet, please try again',
    );
}

/** What the operation log says of a list: whose it is, and that it is about archives. */
const entryOf = (
  request: FastifyRequest,
  action: string,
  { id, packages }: { readonly id: string; readonly packages: WholeList['packages'] },
) => ({
  ...deedOf(request, action),
  class: 'archive' as const,
  target: { type: 'list', id, department: departmentOf(packages) },
  outcome: 'done' as const,
});

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
        mustHaveRead(ports);
        mustHold(await approvalFaults(sql, visit.scope, list, now()));
        recordsHold(list, decided);
      }
      await sql.together(async (tx) => {
        if (!(await endList(tx, list.id, verdict, decided))) throw endedAlready();
        const { kind, digest, items } = list;
        const after = { verdict, kind, digest, items, opinion };
        await guard.log.appendWith(tx, [{ ...entryOf(request, 'desk.approve', list), after }]);
      });
      request.logged = true;
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
        const after = { state: 'withdrawn', kind: list.kind, digest: list.digest, reason };
        await guard.log.appendWith(tx, [{ ...entryOf(request, 'desk.withdraw', list), after }]);
      });
      request.logged = true;
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
  ports: Pick<Ports, 'within' | 'guard' | 'now' | 'decisionsRead'>,
  request: FastifyRequest,
  wish: Wish,
  numbers: readonly string[],
  series: ReadonlyMap<string, string> = new Map(),
): Promise<WholeList> {
  mustHaveRead(ports);
  const { within, guard, now } = ports;
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
      const { kind, digest, retention } = list;
      const after = { kind, digest, items: items.length, retention, receiver, rule, reason };
      const entry = entryOf(request, 'desk.propose', { id: list.id, packages: items });
      await guard.log.appendWith(tx, [{ ...entry, after }]);
    })
    .catch((error: unknown) => {
      if (!/desk_item_open|23505|Unique constraint/.test(String(error))) throw error;
      throw new Problem(
        409,
        'IN_OPEN_LIST',
        '有档案已在其他清册中，请刷新 / another list holds a package of it; please reload',
      );
    });
  request.logged = true;
  return (await readList(sql, list.id))!;
}

const MOST_FAULTS = 50;
function faulty(faults: Problem['faults']): Problem {
  const [zh, en] =
    faults.length > MOST_FAULTS ? [`，列出前 ${MOST_FAULTS} 件`, `; the first ${MOST_FAULTS} are named`] : ['', ''];
  const said = `${faults.length} 件不符合要求${zh} / ${faults.length} cannot be taken${en}`;
  return new Problem(422, 'CANNOT_STAND', said, faults.slice(0, MOST_FAULTS));
}
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
