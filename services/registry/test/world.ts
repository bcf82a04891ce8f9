import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { type Post, type Principal, ROLE_NAMES, type Role } from '@guidang/access';
import { type OwnDatabase, ownDatabase } from '@guidang/infra-local';
import { DEPARTMENTS } from '@guidang/lab/people';
import { buildDoor } from '../src/http/app.ts';
import type { Door, DoorPorts } from '../src/http/door.ts';
import { portsOf } from '../src/ports.ts';
import { openStore, type Store } from '../src/store.ts';
import { SchemeTopic } from '../src/topic.ts';
import { MemoryTopic } from './memory-topic.ts';

export const CONFIG = {
  ...{
    PUBLIC_URL: 'https://registry.example',
    MORE_ORIGINS: [],
    TRUSTED_PROXIES: [],
    OIDC_ISSUER: 'https://id.example',
  },
  ...{ OIDC_CLIENT_ID: 'x', OIDC_CLIENT_SECRET: 'x', OIDC_SCOPE: 'openid', OIDC_MFA_CLASSES: ['mfa'] },
  ...{ LOGIN_FAILURE_PAGE: undefined, STRANGERS: 'refuse' as const, SESSION_HOURS: 10, SESSION_IDLE_MINUTES: 30 },
  ACCESS_KEY_FILE: generateKeyPairSync('ed25519').privateKey,
};

/** Two departments, one with a section. */
export const A = DEPARTMENTS.health.uscc;
export const B = DEPARTMENTS.land.uscc;
export const A_SECTION = `${A}.permits`;

export interface World {
  readonly database: OwnDatabase;
  readonly store: Store;
  readonly bus: MemoryTopic;
  readonly topic: SchemeTopic;
  readonly ports: DoorPorts;
  readonly door: Door;
  readonly faults: unknown[];
  /** Every route of the door, `GET /v1/…`. */
  readonly routes: ReadonlySet<string>;
  /** Asks as somebody. */
  ask(who: Principal | null, method: string, url: string, options?: Asked): Promise<Answer>;
  close(): Promise<void>;
}

export interface Asked {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whoever asked knows what it is
  readonly json: any;
  readonly bytes: Buffer;
}

/** The door over tables of its own, held by row level security as in production; who is asking is said by the test in the place of a session. */
export async function openWorld(): Promise<World> {
  const database = await ownDatabase('services/registry', 'registry');
  const store = openStore(database.url);
  const bus = new MemoryTopic();
  const topic = new SchemeTopic(bus.reader, store, {
    malformed: (offset, error) => faults.push([offset, error]),
    conflict: (...what) => faults.push(what),
  });
  const faults: unknown[] = [];
  const routes = new Set<string>();
  const failed = (error: unknown): void => void faults.push(error);
  const made = await portsOf(CONFIG, {
    store,
    topic,
    publisher: bus.publisher,
    trust: undefined,
    now: Date.now,
    failed,
  });
  const ports: DoorPorts = {
    ...made,
    // Nobody signs in here; where the way to the provider begins it leads to one that is not asked.
    signIn: {
      ...made.signIn,
      provider: {
        ...made.signIn.provider,
        begin: async () => ({ url: 'https://id.example/authorize', state: randomUUID(), nonce: 'n', verifier: 'v' }),
      },
    },
    guard: {
      ...made.guard,
      registered: (method, url) => method !== 'HEAD' && routes.add(`${method} ${url}`),
      whois: async ({ headers }) => {
        const said = headers['x-test-principal'];
        return typeof said === 'string'
          ? { principal: JSON.parse(Buffer.from(said, 'base64').toString()) as Principal }
          : undefined;
      },
    },
  };
  const door = await buildDoor(ports);
  await door.ready();
  return {
    ...{ database, store, bus, topic, ports, door, faults, routes },
    async ask(who, method, url, { body, headers = {} } = {}) {
      const answer = await door.inject({
        method: method as 'GET',
        url,
        headers: {
          ...(who && { 'x-test-principal': Buffer.from(JSON.stringify(who)).toString('base64') }),
          ...(body !== undefined && !('content-type' in headers) && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && {
          payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
        }),
      });
      const isJson = /json/.test(String(answer.headers['content-type']));
      return {
        ...{ status: answer.statusCode, headers: answer.headers, text: answer.body, bytes: answer.rawPayload },
        json:
          isJson && answer.body !== '' && !String(answer.headers['content-type']).includes('ndjson')
            ? JSON.parse(answer.body)
            : null,
      };
    },
    async close() {
      await door.close();
      await store.close();
      await database.drop();
    },
  };
}

/** A post of a role: for the city, or for a department with what is below it. */
export function postOf(role: Role, department: string | null): Post {
  const covers = department === null ? null : department === A ? [A, A_SECTION] : [department];
  return { id: `${role}@${department ?? 'city'}`, role, title: role, department, covers };
}

export const person = (account: string, posts: readonly Post[], mfa = true): Principal => ({
  account,
  name: account,
  posts,
  mfa,
});
export const inCity = (role: Role, account: string = role): Principal => person(account, [postOf(role, null)]);
export const EVERY_ROLE = ROLE_NAMES;
export const ARCHIVIST = inCity('archivist');
export const REVIEWER = inCity('reviewer');
export const ADMINISTRATOR = inCity('system-administrator');
export const OFFICER = inCity('security-officer');
export const FILER = person('filer', [postOf('filer', A)]);
