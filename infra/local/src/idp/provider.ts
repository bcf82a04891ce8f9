import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import Provider, { type Configuration } from 'oidc-provider';
import { codePage, passwordPage } from './page.ts';
import type { DemoPerson } from './people.ts';
import { totp, totpHolds } from './totp.ts';

export interface IdpOptions {
  readonly issuer: string;
  readonly people: readonly DemoPerson[];
  readonly client: {
    readonly id: string;
    readonly secret: string;
    readonly redirectUris: readonly string[];
    readonly homes: readonly string[];
  };
  /** Whether the page tells the one-time password of now: for demonstrations. */
  readonly showCodes: boolean;
  readonly now: () => number;
}

/** Keys, sessions and codes live as long as the process: whoever is signed in with us stays so, and signs in anew with it. */
function configuration({ client, people }: IdpOptions): Configuration {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [...client.redirectUris],
        post_logout_redirect_uris: [...client.homes],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'now' }] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    pkce: { required: () => true },
    acrValues: ['mfa'],
    claims: { openid: ['sub', 'acr', 'amr'], auth_time: null, profile: ['name', 'preferred_username'] },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, id) => {
      const person = people.find(({ account }) => account === id);
      return person && { accountId: id, claims: async () => ({ sub: id, name: person.name, preferred_username: id }) };
    },
    // One house, one client: nobody is asked whether it may know who they are.
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client!.clientId,
        accountId: context.oidc.session!.accountId!,
      });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
    ttl: {
      Session: 8 * 3600,
      Interaction: 600,
      Grant: 8 * 3600,
      IdToken: 3600,
      AccessToken: 600,
      AuthorizationCode: 60,
    },
  };
}

/** How many wrong guesses of one sign-in before it has to begin again. */
const GUESSES = 10;

interface UnderWay {
  account?: string;
  wrong: number;
}

/**
 * A fake of an outside authority: a real OpenID Connect provider (oidc-provider) with people of its own, a password and, for whom it is set, a one-time password. It says in
 * `amr` and `acr` what was used.
 */
export function openIdp(options: IdpOptions): {
  provider: Provider;
  callback: (request: IncomingMessage, response: ServerResponse) => void;
} {
  const provider = new Provider(options.issuer, configuration(options));
  const under = new Map<string, UnderWay>();
  const inside = provider.callback();
  const interact = async (uid: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const details = await provider.interactionDetails(request, response);
    if (details.uid !== uid) throw new Error('another sign-in');
    if (under.size > 1_000) under.clear();
    const state = under.get(uid) ?? { wrong: 0 };
    under.set(uid, state);
    const here = `/interaction/${uid}`;
    const show = (html: string, status = 200): void => {
      response.writeHead(status, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        'cache-control': 'no-store',
      });
      response.end(html);
    };
    const finish = async (person: DemoPerson, amr: readonly string[]): Promise<void> => {
      under.delete(uid);
      const login = { accountId: person.account, amr: [...amr], ...(amr.includes('mfa') && { acr: 'mfa' }) };
      await provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
    };
    const codeOf = (person: DemoPerson): string | undefined =>
      options.showCodes && person.otp !== null ? totp(Buffer.from(person.otp, 'hex'), options.now()) : undefined;
    if (request.method !== 'POST') return show(passwordPage(here, '', ''));
    if (state.wrong >= GUESSES)
      return show(passwordPage(here, '', '尝试过多,请重新登录 / too many guesses, please begin again'), 429);
    const fields = await fieldsOf(request);
    const person = options.people.find(({ account }) => account === (state.account ?? fields.get('account')));
    if (state.account !== undefined && person?.otp) {
      if (totpHolds(Buffer.from(person.otp, 'hex'), fields.get('code') ?? '', options.now()))
        return finish(person, ['pwd', 'otp', 'mfa']);
      state.wrong += 1;
      return show(codePage(here, codeOf(person), '动态码不正确 / the code is not right'), 401);
    }
    if (person === undefined || person.password !== fields.get('password')) {
      state.wrong += 1;
      return show(
        passwordPage(here, fields.get('account') ?? '', '账号或密码不正确 / account or password is not right'),
        401,
      );
    }
    if (person.otp === null) return finish(person, ['pwd']);
    state.account = person.account;
    return show(codePage(here, codeOf(person), ''));
  };
  return {
    provider,
    callback: (request, response) => {
      const uid = /^\/interaction\/([A-Za-z0-9_-]{8,64})$/.exec((request.url ?? '').split('?')[0]!)?.[1];
      if (uid === undefined) return void inside(request, response);
      interact(uid, request, response).catch(() => {
        response
          .writeHead(400, { 'content-type': 'text/plain; charset=utf-8' })
          .end('登录请求无效或已过期 / this sign-in is not known or too old\n');
      });
    },
  };
}

const MOST_BYTES = 4_096;

async function fieldsOf(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > MOST_BYTES) throw new Error('too much');
  }
  return new URLSearchParams(body);
}
