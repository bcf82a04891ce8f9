import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  anyFreePort,
  bringKeycloak,
  type Credentials,
  type DemoPerson,
  firstPeople,
  type OwnDatabase,
  type OwnKeycloak,
  ownDatabase,
  ownKeycloak,
  readParts,
  type SignedIn,
  serviceEnv,
  signIn,
} from '@guidang/infra-local';
import { bundleOf, MATTERS } from '@guidang/lab/matters';
import { DEPARTMENTS } from '@guidang/lab/people';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const MAIN = fileURLToPath(new URL('../services/registry/src/main.ts', import.meta.url));
const WAIT = { timeout: 60_000, interval: 100 };

// Keycloak comes from Maven Central. Where that cannot be reached these tests are skipped, by name and with the reason.
const missing = await bringKeycloak().then(
  () => undefined,
  (error: unknown) =>
    String((error as Error).message)
      .split('\n')[0]!
      .slice(0, 120),
);

const demo = readParts().idp?.people ?? [];
const who = (account: string): DemoPerson => demo.find((one) => one.account === account)!;
/** Has a post of an administrator and nothing but a password: what must not be enough. */
const careless: DemoPerson = { ...demo.find((one) => one.account === 'admin')!, account: 'careless', otp: null };
const people = [...demo, careless];

let keycloak: OwnKeycloak | undefined;
let database: OwnDatabase | undefined;
let registry: ChildProcess | undefined;
let folder: string;
let door: string;
let said = '';

const enter = (account: string, with_: Partial<Credentials> = {}): Promise<SignedIn> => {
  const { password, otp } = people.find((one) => one.account === account)!;
  return signIn(door, { account, password, otp, ...with_ });
};

describe.skipIf(missing !== undefined)(
  `signing in with a real Keycloak${missing ? ` (not to be had: ${missing})` : ''}`,
  () => {
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'guidang-keycloak-'));
      const port = await anyFreePort();
      door = `http://127.0.0.1:${port}`;
      const client = {
        id: 'guidang',
        secret: 'a-secret-of-this-test-alone',
        redirectUris: [`${door}/v1/callback`],
        homes: [`${door}/`],
      };
      [keycloak, database] = await Promise.all([
        ownKeycloak('sign-in', { people, client }),
        ownDatabase('services/registry', 'registry'),
      ]);
      const peopleFile = join(folder, 'people.json');
      writeFileSync(peopleFile, JSON.stringify(firstPeople(keycloak.issuer, ({ account }) => account, people)));
      const bundleFile = join(folder, 'bundle.json');
      writeFileSync(bundleFile, JSON.stringify(bundleOf(Object.values(DEPARTMENTS), MATTERS)));
      const { SCHEMES_DIR: _, LOGIN_FAILURE_PAGE: __, ...usual } = serviceEnv('registry');
      registry = spawn(process.execPath, ['--max-old-space-size=192', MAIN], {
        env: {
          ...usual,
          PATH: process.env.PATH,
          DATABASE_URL: database.url,
          PUBLIC_URL: door,
          MORE_ORIGINS: '',
          OIDC_ISSUER: keycloak.issuer,
          OIDC_CLIENT_ID: client.id,
          OIDC_CLIENT_SECRET: client.secret,
          FIRST_BUNDLE_FILE: bundleFile,
          FIRST_PEOPLE_FILE: peopleFile,
          STRANGERS: 'user',
          HTTP_PORT: String(port),
          HEALTH_PORT: '0',
        },
      });
      for (const stream of [registry.stdout, registry.stderr])
        stream?.on('data', (text: Buffer) => {
          said += text;
        });
      await vi.waitUntil(async () => {
        if (registry?.exitCode !== null) throw new Error(`registry ended\n${said.slice(-2_000)}`);
        return fetch(`${door}/v1/jwks.json`).then(
          ({ ok }) => ok,
          () => false,
        );
      }, WAIT);
    });
    afterAll(async () => {
      registry?.kill('SIGTERM');
      await keycloak?.discard();
      await database?.drop();
      if (folder) rmSync(folder, { recursive: true, force: true });
    });

    it('a password is enough for an archivist, and Keycloak says that it was one factor', async () => {
      const { call } = await enter('archivist');
      expect((await call('GET', '/v1/me')).json).toMatchObject({ account: 'archivist', mfa: false });
      expect((await call('GET', '/v1/departments')).status).toBe(200);
      expect((await call('GET', '/v1/people')).status).toBe(403);
    });

    it('an administrator shows a one-time password too, and Keycloak says so in amr', async () => {
      const { call } = await enter('admin');
      expect((await call('GET', '/v1/me')).json).toMatchObject({ account: 'admin', mfa: true });
      expect((await call('GET', '/v1/people')).json.items.length).toBe(
        people.filter(({ role }) => role !== 'user').length,
      );
    });

    it('the three administrators may each do their own and nothing of the others', async () => {
      const person = {
        account: 'new',
        issuer: keycloak!.issuer,
        subject: 'new',
        name: '新人',
        department: null,
        active: true,
      };
      const post = { id: 'second-archivist', role: 'archivist', title: '档案管理员', department: null, active: true };
      const tried = async (account: string): Promise<number[]> => {
        const { call } = await enter(account);
        const answers = [
          await call('POST', '/v1/people', { ...person, account: `new-${account}`, subject: `new-${account}` }),
          await call('POST', '/v1/posts', { ...post, id: `post-${account}` }),
          await call('GET', '/v1/log/verdict'),
        ];
        return answers.map(({ status }) => status);
      };
      expect(await tried('admin')).toEqual([201, 403, 403]);
      expect(await tried('security')).toEqual([403, 201, 403]);
      expect(await tried('audit-admin')).toEqual([403, 403, 200]);
    });

    it('an administrator who has no second factor is not let in, and that is in the log', async () => {
      await expect(enter('careless')).rejects.toThrow(/MFA_REQUIRED/);
      const { call } = await enter('audit-admin');
      const found = (await call('GET', '/v1/log?account=careless&action=sign-in')).json.items;
      expect(found[0]).toMatchObject({ outcome: 'refused', code: 'MFA_REQUIRED' });
    });

    it.each<[string, string, Partial<Credentials>]>([
      ['a wrong password', 'archivist', { password: 'not it' }],
      ['a wrong one-time password', 'security', { otp: '00'.repeat(20) }],
    ])('%s leads nowhere', async (_, account, wrong) => {
      await expect(enter(account, wrong)).rejects.toThrow(/nobody is signed in/);
    });

    it('whoever Keycloak knows and no post was given to is a user, and sees nothing', async () => {
      const { call } = await enter('citizen');
      expect((await call('GET', '/v1/me')).json).toMatchObject({ posts: [] });
      expect((await call('GET', '/v1/matters')).status).toBe(403);
    });

    it('a filer sees and changes what is of the own department alone', async () => {
      const { call } = await enter('filer');
      const { posts } = (await call('GET', '/v1/me')).json;
      expect(posts).toMatchObject([{ role: 'filer', department: who('filer').department }]);
      expect((await call('PUT', '/v1/defaults/city', {}, { 'if-match': '"v0"' })).status).toBe(404);
      expect((await call('PUT', `/v1/defaults/${posts[0].department}`, {}, { 'if-match': '"v0"' })).status).toBe(200);
    });

    it('signing out ends both sessions: ours, and the one of Keycloak', async () => {
      const { browser, call } = await enter('reviewer');
      const { url } = (await call('POST', '/v1/logout', {})).json;
      expect((await call('GET', '/v1/me')).status).toBe(401);
      const out = new URL(url);
      expect(`${out.origin}${out.pathname}`).toBe(`${keycloak!.issuer}/protocol/openid-connect/logout`);
      await (await browser.visit(url)).response.body?.cancel();
      const again = await browser.visit(`${door}/v1/login`);
      expect(new URL(again.url).origin).toBe(new URL(keycloak!.issuer).origin);
      expect(await again.response.text()).toContain('name="password"');
    });
  },
);
