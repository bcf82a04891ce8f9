import { createHash, timingSafeEqual } from 'node:crypto';
import { Uscc } from '@guidang/contracts';
import { z } from 'zod';

/** A key as the configuration brings it: without the key itself. */
export const SeedKey = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .describe('name of the key; it stands in the key itself and in logs'),
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256 of the whole key, hexadecimal'),
  source: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .describe('the `source` that events of this system carry'),
  departments: z.array(Uscc).min(1).describe('统一社会信用代码 of the departments it publishes for'),
});
export type SeedKey = z.infer<typeof SeedKey>;

export interface KeyRow extends SeedKey {
  disabledAt: Date | null;
}

/** Who is asking: a publishing system, known by its key. */
export interface PublishingSystem {
  /** Name of the key. */
  readonly id: string;
  readonly source: string;
  readonly departments: ReadonlySet<string>;
}

/** `gd_<id>_<secret>`: the id says where to look, the secret is 32 random bytes in base64url. */
const KEY = /^Bearer gd_([a-z0-9-]{1,40})_[A-Za-z0-9_-]{43}$/;

export const digestOfKey = (key: string): string => createHash('sha256').update(key).digest('hex');

interface Held {
  readonly digest: Buffer;
  readonly system: PublishingSystem;
}

/**
 * The keys that open the door, held in memory: a request does not wait for the database to be let in, and who may come in stays known while the
 * database is away. A key made or disabled counts from the next `refresh` on.
 */
export class KeyRing {
  readonly #load: () => Promise<KeyRow[]>;
  #held = new Map<string, Held>();

  constructor(load: () => Promise<KeyRow[]>) {
    this.#load = load;
  }

  async refresh(now = new Date()): Promise<void> {
    const rows = await this.#load();
    const valid = rows.filter(({ disabledAt }) => disabledAt === null || disabledAt > now);
    this.#held = new Map(
      valid.map(({ id, digest, source, departments }) => [
        id,
        { digest: Buffer.from(digest, 'hex'), system: { id, source, departments: new Set(departments) } },
      ]),
    );
  }

  /**
   * Whom an Authorization header belongs to. Digests are compared, and in constant time; a name that is not known is compared with something too, so
   * that neither names nor keys can be felt for by the clock.
   */
  open(authorization: string | undefined): PublishingSystem | undefined {
    const id = KEY.exec(authorization ?? '')?.[1];
    const held = id === undefined ? undefined : this.#held.get(id);
    const given = createHash('sha256')
      .update((authorization ?? '').slice('Bearer '.length))
      .digest();
    const same = timingSafeEqual(given, held?.digest ?? NOBODY);
    return same && held !== undefined ? held.system : undefined;
  }
}

const NOBODY = Buffer.alloc(32);
