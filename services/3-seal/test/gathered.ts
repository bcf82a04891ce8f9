import type { PublishedScheme, RawRecord, SealFacts } from '@guidang/contracts';
import type { Gathering } from '@guidang/stream';
import { MemoryStore, type Vault, vaultOver } from '@guidang/vault';
import type { SealState } from '../src/decide.ts';
import { gatherer, type SealPorts } from '../src/gather.ts';
import { parseInput, type SealInput } from '../src/input.ts';
import type { SampleCase } from './sample-case.ts';

export const BUCKET = 'prearchive';

/** A pre-archive in memory that holds the chain objects of these cases. */
export async function prearchiveOf(...cases: SampleCase[]): Promise<{ vault: Vault; store: MemoryStore }> {
  const store = new MemoryStore();
  const vault = vaultOver(store);
  for (const { chainObject } of cases) await vault.put(BUCKET, chainObject);
  return { vault, store };
}

/** What the runtime would hand to `gather` for a record. */
export const gathering = (
  { record, scheme }: { record: RawRecord; scheme: PublishedScheme },
  signal: AbortSignal = new AbortController().signal,
): Gathering<SealState, SealInput> => {
  const { case: caseNumber, value } = parseInput(record);
  return {
    state: { sealed: false },
    input: value,
    scheme,
    case: caseNumber,
    record,
    signal,
    links: async () => [],
  };
};

export const gather = (ports: SealPorts, one: SampleCase, signal?: AbortSignal): Promise<SealFacts> =>
  gatherer(ports)(gathering(one, signal));
