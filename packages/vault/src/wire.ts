import { hash } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { VaultUnavailable } from './errors.ts';
import type { Place } from './place.ts';
import { collected } from './reading.ts';
import { refusal } from './refusal.ts';
import { encodePath, encodeQuery, signer } from './signature.ts';

export interface WireOptions {
  /** Connections kept to the place. */
  readonly sockets: number;
  /** Milliseconds without a byte moving after which a request is given up. */
  readonly idleMs: number;
}

export interface WireRequest {
  readonly method: 'PUT' | 'GET' | 'HEAD';
  readonly bucket: string;
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  /** lower-case names */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly bytes: Uint8Array; readonly sha256: string };
}

const NO_BODY = hash('sha256', '');

/** Signed requests over kept connections, for the three things asked often: put, get, head. */
export class Wire {
  readonly #endpoint: URL;
  readonly #agent: http.Agent;
  readonly #sign: ReturnType<typeof signer>;
  readonly #options: WireOptions;

  constructor(place: Place, options: WireOptions) {
    this.#endpoint = new URL(place.endpoint);
    this.#sign = signer(place);
    this.#options = options;
    const kept = { keepAlive: true, maxSockets: options.sockets, scheduling: 'lifo' as const };
    this.#agent = this.#endpoint.protocol === 'https:' ? new https.Agent(kept) : new http.Agent(kept);
  }

  /**
   * The answer with its body not yet read. @throws VaultUnavailable where none came; what refusal.ts makes of a status that is not 2xx
   */
  async ask(request: WireRequest): Promise<http.IncomingMessage> {
    const where = { bucket: request.bucket, key: request.key };
    const answer = await this.#send(request).catch((cause: NodeJS.ErrnoException) => {
      throw new VaultUnavailable(where, cause.code ?? cause.message, { cause });
    });
    const status = answer.statusCode ?? 0;
    if (status >= 200 && status < 300) return answer;
    const text = (await collected(answer, where)).toString('utf8');
    throw refusal(where, status, /<Code>([^<]*)</.exec(text)?.[1], /<Message>([^<]*)</.exec(text)?.[1]);
  }

  close(): void {
    this.#agent.destroy();
  }

  #send({ method, bucket, key, query = {}, headers = {}, body }: WireRequest): Promise<http.IncomingMessage> {
    const path = encodePath(bucket, key);
    const encoded = encodeQuery(query);
    const payload = body?.sha256 ?? NO_BODY;
    const signed = this.#sign({ method, path, query: encoded, headers, payload }, new Date());
    if (body) signed['content-length'] = String(body.bytes.length);
    const { protocol, hostname, port } = this.#endpoint;
    const client = protocol === 'https:' ? https : http;
    return new Promise((resolve, reject) => {
      const target = { protocol, hostname, port, method, path: encoded === '' ? path : `${path}?${encoded}` };
      const request = client.request({ ...target, headers: signed, agent: this.#agent }, resolve);
      request.setTimeout(this.#options.idleMs, () =>
        request.destroy(new Error(`no byte for ${this.#options.idleMs} ms`)),
      );
      request.once('error', reject);
      request.end(body?.bytes);
    });
  }
}
