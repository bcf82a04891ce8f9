import type { Principal, Role } from '@guidang/access';
import { policyWith, sqlLog } from '@guidang/access';
import type { FindingResolution } from '@guidang/contracts';
import { buildDoor } from '../src/http/app.ts';
import type { Door } from '../src/http/door.ts';
import { answerOf, changeOf } from '../src/review/changes.ts';
import { POLICIES } from '../src/review/open-door.ts';
import { queueOver, type ReviewQueue } from '../src/review/queue.ts';
import { openStore, type Store } from '../src/store.ts';
import { CASE, Captured, fileOf, materialOf } from './capture.ts';
import { type Answer, AT, Checking } from './checking.ts';
import { recordOf } from './people.ts';
import { ownDatabase } from './real.ts';
import { DEPARTMENT } from './scheme.ts';

export interface World {
  readonly queue: ReviewQueue;
  readonly store: Store;
  /** what was published and not handed to the step yet */
  readonly bus: FindingResolution[];
  /** what went wrong on our side */
  readonly failures: unknown[];
  /** the clock of the door */
  clock: number;
  /** The bus does not take anything any more, or does again. */
  away: boolean;
  /** A case in order but for files named after their fate; the queue is brought up to date. */
  begin(names: readonly string[]): Promise<Checking>;
  /** The step takes what lies on the bus, and the queue follows it. */
  work(check: Checking): Promise<Answer[]>;
  // biome-ignore lint/suspicious/noExplicitAny: whoever asked knows what it is
  ask(who: Principal | null, method: string, url: string, body?: object): Promise<{ status: number; json: any }>;
  close(): Promise<void>;
}

/** A person with one post: of the city, or of a department. */
export const person = (account: string, role: Role, department: string | null = null): Principal => ({
  ...{ account, name: account, mfa: true },
  posts: [{ id: `${role}@${department}`, role, title: role, department, covers: department && [department] } as never],
});
export const HERE = DEPARTMENT.uscc;

/** The door over tables of its own; the step is the real one, and a list stands in the place of the bus. */
export async function openWorld(): Promise<World> {
  const database = await ownDatabase();
  const store = openStore(database.url);
  const queue = queueOver(store.door);
  const [bus, failures]: [FindingResolution[], unknown[]] = [[], []];
  let read = 0;
  const follow = async (answers: readonly Answer[]): Promise<void> => {
    const links = answers.flatMap(({ link, hash }) => (link && hash ? [{ link, hash }] : []));
    read += links.length;
    await queue.keep(
      0,
      read,
      links.map(({ link, hash }) => ({ change: changeOf(link, hash), answer: answerOf(link) })),
    );
  };
  const world = { queue, store, bus, failures, clock: Date.parse(AT), away: false };
  const now = (): number => world.clock;
  const log = sqlLog(store.door, 'check', now);
  const door: Door = await buildDoor({
    operations: { log, service: 'check', trust: undefined },
    guard: {
      ...{ policy: policyWith(POLICIES), log, origins: [], now },
      whois: async ({ headers }) => {
        const said = headers['x-test-principal'];
        return typeof said === 'string'
          ? { principal: JSON.parse(Buffer.from(said, 'base64').toString()) as Principal }
          : undefined;
      },
    },
    ...{ queue, claimMs: 30 * 60_000, trustedProxies: [], failed: (error) => void failures.push(error), now },
    publish: async (decision) => {
      if (world.away) throw Object.assign(new Error('no broker'), { name: 'KafkaJSConnectionError' });
      bus.push(decision);
    },
  });
  return Object.assign(world, {
    async begin(names: readonly string[]) {
      const [capture, check] = [new Captured(), new Checking()];
      const files = names.map((name) => fileOf(name));
      const answers = check.takeAll(
        ...[capture.opened(), capture.added(materialOf('m1', 'A01', { files })), capture.stepped('accept')],
        ...[capture.stepped('decide'), capture.issued(materialOf('r1', 'C01', { group: 'result' })), capture.closed()],
      );
      await follow(answers);
      return check;
    },
    async work(check: Checking) {
      const answers = bus.splice(0).map((one) => check.take(recordOf(one, one.case, world.clock)));
      await follow(answers);
      return answers;
    },
    async ask(who: Principal | null, method: string, url: string, body?: object) {
      const answer = await door.inject({
        method: method as 'GET',
        url: url.replace(':case', CASE),
        headers: who ? { 'x-test-principal': Buffer.from(JSON.stringify(who)).toString('base64') } : {},
        ...(body && { payload: body }),
      });
      return { status: answer.statusCode, json: answer.body === '' ? null : JSON.parse(answer.body) };
    },
    async close() {
      await door.close();
      await store.close();
      await database.drop();
    },
  });
}
