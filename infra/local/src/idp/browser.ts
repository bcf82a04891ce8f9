import { totp } from './totp.ts';

/** A browser as far as signing in goes: it keeps cookies by host, follows redirects, and fills in the one form of a page. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  async ask(url: string, init: RequestInit = {}): Promise<Response> {
    const at = new URL(url);
    const held = [...(this.#cookies.get(at.host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = new Headers(init.headers);
    if (held !== '') headers.set('cookie', held);
    const response = await fetch(url, { ...init, headers, redirect: 'manual', signal: AbortSignal.timeout(60_000) });
    for (const line of response.headers.getSetCookie()) this.#keep(at.host, line);
    return response;
  }

  /** Goes on until a page is reached. */
  async visit(url: string, init: RequestInit = {}): Promise<{ url: string; response: Response }> {
    let at = url;
    let response = await this.ask(at, init);
    for (let hops = 0; response.status >= 300 && response.status < 400; hops++) {
      if (hops > 20) throw new Error('too many redirects');
      await response.body?.cancel();
      at = new URL(response.headers.get('location')!, at).href;
      response = await this.ask(at);
    }
    return { url: at, response };
  }

  cookie(host: string, name: string): string | undefined {
    return this.#cookies.get(host)?.get(name);
  }

  #keep(host: string, line: string): void {
    const [pair = '', ...flags] = line.split(';');
    const at = pair.indexOf('=');
    const held = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, held);
    const gone = flags.some((flag) => /^\s*(max-age=0|expires=Thu, 01 Jan 1970)/i.test(flag));
    if (gone) held.delete(pair.slice(0, at));
    else held.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

/** Who signs in, at whichever provider. */
export interface Credentials {
  readonly account: string;
  readonly password: string;
  readonly otp: string | null;
}

/** What somebody who is signed in asks with. */
export interface SignedIn {
  readonly browser: Browser;
  readonly csrf: string;
  /** @param path of the door, e.g. `/v1/me` */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

/** What a door answered; JSON where it is some, text otherwise. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: whoever asked knows what it is
  readonly json: any;
}

/** The address and names of the one form on a page, as our provider and Keycloak write it. */
function formOf(html: string, url: string): { action: string; fields: string[]; hidden: [string, string][] } {
  const action = /<form[^>]*\baction="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
  const inputs = [...html.matchAll(/<input\b[^>]*>/g)].map(([tag]) => tag);
  const attribute = (tag: string, name: string): string | undefined =>
    new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  const named = inputs.flatMap((tag) => (attribute(tag, 'name') === undefined ? [] : [tag]));
  return {
    action: new URL(action ?? '', url).href,
    fields: named.map((tag) => attribute(tag, 'name')!),
    hidden: named.flatMap((tag): [string, string][] =>
      attribute(tag, 'type') === 'hidden' ? [[attribute(tag, 'name')!, attribute(tag, 'value') ?? '']] : [],
    ),
  };
}

/**
 * Signs in as a person does: through the door to the provider, its pages, and back.
 * @param door e.g. `http://127.0.0.1:13184/registry`
 * @throws with what the last page said where nobody is signed in at the end
 */
export async function signIn(door: string, who: Credentials): Promise<SignedIn> {
  const browser = new Browser();
  let { url, response } = await browser.visit(
    `${door}/v1/login?returnTo=${encodeURIComponent(`${new URL(door).pathname.replace(/\/$/, '')}/v1/me`)}`,
  );
  for (let page = 0; page < 4 && new URL(url).origin !== new URL(door).origin; page++) {
    const html = await response.text();
    const { action, fields, hidden } = formOf(html, url);
    const body = new URLSearchParams(hidden);
    for (const field of fields) {
      if (field === 'account' || field === 'username') body.set(field, who.account);
      if (field === 'password') body.set(field, who.password);
      if ((field === 'code' || field === 'otp') && who.otp !== null)
        body.set(field, totp(Buffer.from(who.otp, 'hex'), Date.now()));
    }
    ({ url, response } = await browser.visit(action, { method: 'POST', body }));
  }
  const text = await response.text();
  const me =
    response.ok && new URL(url).pathname.endsWith('/v1/me') ? (JSON.parse(text) as { csrf: string }) : undefined;
  if (me === undefined) throw new Error(`nobody is signed in: ${response.status} ${text.slice(0, 300)}`);
  return {
    browser,
    csrf: me.csrf,
    async call(method, path, body, headers = {}) {
      const content = body instanceof Uint8Array || typeof body === 'string' ? body : JSON.stringify(body);
      const answer = await browser.ask(`${door}${path}`, {
        method,
        headers: {
          'x-csrf-token': me.csrf,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: content as Uint8Array<ArrayBuffer> | string }),
      });
      const said = await answer.text();
      const isJson = /json/.test(answer.headers.get('content-type') ?? '');
      return { status: answer.status, headers: answer.headers, json: isJson && said !== '' ? JSON.parse(said) : said };
    },
  };
}
