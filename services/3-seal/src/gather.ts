import type { ObjectRef, SealedChain, SealFacts } from '@guidang/contracts';
import { digestOfName } from '@guidang/evidence';
import type { Gathering } from '@guidang/stream';
import type { Stored, Vault } from '@guidang/vault';
import type { LimitFunction } from 'p-limit';
import { chainLines, withLine } from './chain/lines.ts';
import { ChainBroken, verifyChain } from './chain/verify.ts';
import type { SealState } from './decide.ts';
import type { CheckedInput, SealInput } from './input.ts';
import { manifestOf } from './manifest/manifest.ts';
import { processRecord } from './record/process-record.ts';
import type { Typefaces } from './record/typeface.ts';
import type { Sign } from './signer.ts';
import type { Stamp } from './timestamp/batches.ts';

export interface SealPorts {
  readonly vault: Vault;
  /** 预归档库: the chain so far comes from it; chain, process record and manifest go into it. */
  readonly prearchive: string;
  readonly faces: Typefaces;
  readonly sign: Sign;
  readonly stamp: Stamp;
  /** Cases are read and written down a few at a time: each holds its chain and its document. Waiting for a timestamp is not counted. */
  readonly gate: LimitFunction;
}

/** The chain of the largest case that is taken: 2,000 files, with every link of capture and check. */
const CHAIN_BYTES = 256 * 1024 * 1024;

/**
 * Writes down what fixes a case and has it signed and timestamped. Twice is harmless: the same case gives the same chain object, document and manifest
 * under the same names; only signature and token are of their moment. @throws what may pass; ChainBroken, which somebody has to look at
 */
export const gatherer =
  (ports: SealPorts) =>
  async ({ input, scheme, record, signal }: Gathering<SealState, SealInput>): Promise<SealFacts> => {
    if (input.type !== 'CaseChecked' || !scheme) throw new Error('there is nothing to seal in this link');
    const written = await ports.gate(async () => {
      signal.throwIfAborted();
      return writeDown(ports, input, scheme.digest, record.value!);
    });
    const timestamp = await ports.stamp(digestOfName(written.manifest.content), signal);
    return { ...written, timestamp, evidenceRecord: null };
  };

async function writeDown(
  { vault, prearchive, faces, sign }: SealPorts,
  input: CheckedInput,
  scheme: SealedChain['content'],
  last: Uint8Array,
): Promise<Omit<SealFacts, 'timestamp' | 'evidenceRecord'>> {
  const { chain: before } = input.link.body;
  const bytes = await vault.read(prearchive, before.content, CHAIN_BYTES);
  const lines = chainLines(bytes);
  if (lines.length !== before.links || bytes.length !== before.size)
    throw new ChainBroken(lines.length, `${before.links} links in ${before.size} bytes were announced`);
  const { links, findings } = verifyChain([...lines, last]);

  const chain = { ...refOf(await vault.put(prearchive, withLine(bytes, last))), links: links.length };
  const document = refOf(await vault.put(prearchive, processRecord({ link: input.link, chain }, faces)));
  const manifest = manifestOf(input, { scheme, chain, document, links, findings });
  const stored = refOf(await vault.put(prearchive, manifest));
  return { chain, links, findings, document, manifest: stored, signature: sign(manifest) };
}

const refOf = ({ name: content, sm3, size }: Stored): ObjectRef => ({ content, sm3, size });
