import * as client from 'openid-client';
import { AccessRefused } from '../refused.ts';
import { type HowAuthenticated, wasMultiFactor } from './mfa.ts';

export interface ProviderOptions {
  /** Issuer identifier; its configuration is discovered below it. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the provider sends people back to, as they know us. */
  readonly redirectUri: string;
  readonly scope: string;
  /** Context classes that mean more than one factor, and are asked for where that is needed. */
  readonly mfaClasses: readonly string[];
  readonly timeoutSeconds: number;
}

/** A sign-in that has begun: the way out, and what has to come back with it. */
export interface Begun {
  readonly url: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who came back, by the provider's signed word. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly mfa: boolean;
  readonly idToken: string;
}

/** An OpenID Connect provider, any one: authorization code with PKCE, state and nonce. */
export interface Provider {
  readonly issuer: string;
  /** @param stepUp ask for more than one factor, anew */
  begin(stepUp: boolean): Promise<Begun>;
  /** @throws AccessRefused where what came back is not what was asked for, or the person did not agree */
  finish(cameBack: URL, begun: Omit<Begun, 'url'>): Promise<Identity>;
  /** Where the provider ends its own session; undefined where it has no such place. */
  logoutUrl(idToken: string, back: string): Promise<string | undefined>;
}

/** Talks plain HTTP to a provider on this very machine, and to no other. */
const isLoopback = (issuer: string): boolean => /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(:\d+)?(\/|$)/.test(issuer);

/** The provider is asked for its configuration when it is first needed, and again where that failed: it may start after us. */
export function openProvider(options: ProviderOptions): Provider {
  let asked: Promise<client.Configuration> | undefined;
  const discover = (): Promise<client.Configuration> => {
    asked ??= client
      .discovery(new URL(options.issuer), options.clientId, undefined, client.ClientSecretBasic(options.clientSecret), {
        execute: isLoopback(options.issuer) ? [client.allowInsecureRequests] : [],
        timeout: options.timeoutSeconds,
      })
      .catch((error: unknown) => {
        asked = undefined;
        throw away(error);
      });
    return asked;
  };
  return {
    issuer: options.issuer,
    async begin(stepUp) {
      const config = await discover();
      const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: options.redirectUri,
        scope: options.scope,
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...(stepUp && { prompt: 'login', acr_values: options.mfaClasses.join(' ') }),
      });
      return { url: url.href, state, nonce, verifier };
    },
    async finish(cameBack, { state, nonce, verifier }) {
      const config = await discover();
      const tokens = await client
        .authorizationCodeGrant(config, asRegistered(cameBack, options.redirectUri), {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        })
        .catch((error: unknown) => {
          throw refusal(error);
        });
      const claims = tokens.claims();
      if (claims === undefined || tokens.id_token === undefined) throw refusal(undefined);
      return {
        ...{ issuer: claims.iss, subject: claims.sub, idToken: tokens.id_token },
        mfa: wasMultiFactor(claims as HowAuthenticated, options.mfaClasses),
      };
    },
    async logoutUrl(idToken, back) {
      const config = await discover();
      if (config.serverMetadata().end_session_endpoint === undefined) return undefined;
      return client.buildEndSessionUrl(config, { id_token_hint: idToken, post_logout_redirect_uri: back }).href;
    },
  };
}

/** A proxy before us may have changed host and scheme of the address; what was registered is what the provider sent people to. */
function asRegistered(cameBack: URL, redirectUri: string): URL {
  const url = new URL(redirectUri);
  url.search = cameBack.search;
  return url;
}

const refusal = (error: unknown): AccessRefused => {
  const code = (error as { error?: unknown } | undefined)?.error;
  if (code === 'access_denied')
    return new AccessRefused(403, 'SIGN_IN_DECLINED', '登录未完成 / the sign-in was not completed');
  if (isNetwork(error)) return away(error);
  return new AccessRefused(
    403,
    'SIGN_IN_REFUSED',
    "身份服务的应答无效，请重新登录 / the provider's answer does not hold; please sign in again",
  );
};

const isNetwork = (error: unknown): boolean =>
  error instanceof TypeError || ['TimeoutError', 'AbortError'].includes((error as Error | undefined)?.name ?? '');

function away(error: unknown): AccessRefused {
  const refused = new AccessRefused(
    503,
    'PROVIDER_AWAY',
    '身份服务暂不可用，请稍后再试 / the identity provider does not answer; please try again',
    5,
  );
  refused.cause = error;
  return refused;
}
