import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Address, type Vault, VaultCorrupt, VaultNotFound } from '@guidang/vault';

/** An object that cannot be laid before a judge: it is not there, or its bytes are not what its name says. */
export class NotBrought extends Error {
  readonly outcome: 'skipped' | 'refused';
  constructor(outcome: 'skipped' | 'refused', detail: string) {
    super(detail);
    this.outcome = outcome;
  }
}

/** Where exhibits lie while they are judged: files of their own, brought from the places, since that is how others' programs take them. */
export class Room {
  readonly #folder = mkdtempSync(join(tmpdir(), 'guidang-referees-'));
  readonly #vaults: ReadonlyMap<string, Vault>;
  #count = 0;

  /** @param vaults by the name of their place; closed with the room */
  constructor(vaults: ReadonlyMap<string, Vault>) {
    this.#vaults = vaults;
  }

  /** Lends a file that holds these bytes, for as long as `use` takes. */
  async lend<T>(bytes: Uint8Array | string, use: (file: string) => Promise<T>): Promise<T> {
    const file = this.#next('');
    writeFileSync(file, bytes);
    return this.#whileUsed(file, use);
  }

  /** Likewise an object of a place, digested on its way. @throws NotBrought, VaultUnavailable */
  async bring<T>(from: From, use: (file: string) => Promise<T>): Promise<T> {
    const file = this.#next(from.extension ?? '');
    try {
      await pipeline(await this.#vault(from.place).get(from.bucket, from.at), createWriteStream(file));
    } catch (error) {
      rmSync(file, { force: true });
      if (error instanceof VaultNotFound) throw new NotBrought('skipped', error.message);
      if (error instanceof VaultCorrupt) throw new NotBrought('refused', error.message);
      throw error;
    }
    return this.#whileUsed(file, use);
  }

  close(): void {
    for (const vault of this.#vaults.values()) vault.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #vault(place: string): Vault {
    const vault = this.#vaults.get(place);
    if (!vault) throw new Error(`未知存储地 / no such place: ${place}`);
    return vault;
  }

  #next(extension: string): string {
    this.#count += 1;
    return join(this.#folder, `${this.#count}${extension && `.${extension}`}`);
  }

  async #whileUsed<T>(file: string, use: (file: string) => Promise<T>): Promise<T> {
    try {
      return await use(file);
    } finally {
      rmSync(file, { force: true });
    }
  }
}

/** An object at a place, and the extension its file needs where a judge looks at names. */
export interface From {
  readonly place: string;
  readonly bucket: string;
  readonly at: Address;
  readonly extension?: string;
}
