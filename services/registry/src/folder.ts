import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Malformed, parseJson, parseWith, Scheme } from '@guidang/contracts';

/** A scheme from a file. */
export interface SeedScheme {
  /** Name of the file, for whoever has to mend it. */
  readonly file: string;
  readonly scheme: Scheme;
  /** The bytes as which it is published: made from the content, so that a file laid out anew is no other scheme. */
  readonly value: Buffer;
}

/** What cannot be published as it is, all of it at once. */
export class SeedFault extends Error {
  override readonly name = 'SeedFault';
  constructor(faults: readonly string[]) {
    super(`种子方案有误 / the seed schemes have faults:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

const MOST_BYTES = 1_048_576;

/** The schemes in a folder, `*.json`, in the order of their names. @throws SeedFault naming file, field and rule of everything that is wrong */
export function schemesIn(folder: string): SeedScheme[] {
  const faults: string[] = [];
  const seeds = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((file) => {
      try {
        return [seedFrom(file, readFileSync(join(folder, file)))];
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
        faults.push(
          ...error.faults.map(({ field, rule, message }) => `${file}: ${field || 'file'} ${rule}: ${message}`),
        );
        return [];
      }
    });
  faults.push(...twice(seeds));
  if (faults.length > 0) throw new SeedFault(faults);
  return seeds;
}

function seedFrom(file: string, bytes: Buffer): SeedScheme {
  const scheme = parseWith(Scheme, parseJson(bytes, MOST_BYTES));
  return { file, scheme, value: bytesOf(scheme) };
}

/** The one way in which a scheme is written. Its members are in the order of the contract. */
export const bytesOf = (scheme: Scheme): Buffer => Buffer.from(JSON.stringify(scheme));

function twice(seeds: readonly SeedScheme[]): string[] {
  const byVersion = Map.groupBy(seeds, ({ scheme: { id, version } }) => `${id}@${version}`);
  return [...byVersion]
    .filter(([, same]) => same.length > 1)
    .map(([key, same]) => `${key} 出现多次 / stands in several files: ${same.map(({ file }) => file).join(', ')}`);
}
