import type { Where } from './errors.ts';
import { headOf, lockHeaders, sizeOf, type Versioned, versionOf } from './headers.ts';
import { collected } from './reading.ts';
import type { ObjectHead, OpenedObject, WriteOptions } from './store.ts';
import type { Wire } from './wire.ts';

/** The three requests of the hot path without the SDK, whose middleware is half of their cost (docs/decisions/0006-vault-client.md). */
export class Direct {
  readonly #wire: Wire;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  async put(where: Where, bytes: Uint8Array, sha256: string, { lock, replace }: WriteOptions): Promise<Versioned> {
    const headers = {
      'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
      ...(!replace && { 'if-none-match': '*' }),
      ...lockHeaders(lock),
    };
    const answer = await this.#wire.ask({ method: 'PUT', ...where, headers, body: { bytes, sha256 } });
    await collected(answer, where);
    return versionOf(answer.headers);
  }

  async get(where: Where, versionId?: string): Promise<OpenedObject> {
    const answer = await this.#wire.ask({ method: 'GET', ...where, query: queryOf(versionId) });
    return { body: answer, size: sizeOf(where, answer.headers['content-length']), ...versionOf(answer.headers) };
  }

  async head(where: Where, versionId?: string): Promise<ObjectHead> {
    const headers = { 'x-amz-checksum-mode': 'ENABLED' };
    const answer = await this.#wire.ask({ method: 'HEAD', ...where, query: queryOf(versionId), headers });
    await collected(answer, where);
    return headOf(where, answer.headers);
  }
}

const queryOf = (versionId: string | undefined): Record<string, string> =>
  versionId === undefined ? {} : { versionId };
