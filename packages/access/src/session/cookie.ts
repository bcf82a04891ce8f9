import type { CookieSerializeOptions } from '@fastify/cookie';

/** Names and flags of the cookies. `__Host-` binds them to this host and to TLS; over plain HTTP, on a laptop, browsers refuse that prefix. */
export interface Cookies {
  readonly session: string;
  readonly login: string;
  readonly flags: CookieSerializeOptions;
}

/** @param secure whether people reach us by TLS, as everywhere but on one's own machine */
export const cookiesFor = (secure: boolean): Cookies => ({
  session: secure ? '__Host-guidang' : 'guidang',
  login: secure ? '__Host-guidang-login' : 'guidang-login',
  // Lax, since the way back from the provider comes from elsewhere; what changes anything asks for the CSRF word as well.
  flags: { path: '/', httpOnly: true, sameSite: 'lax', secure },
});
