import type { CaseCaptured, ClosingFacts, ReviewFacts } from '@guidang/contracts';
import { VaultCorrupt, VaultNotFound, VaultTooLarge } from '@guidang/vault';
import type { Standing } from '../rule/state.ts';
import { type CapturedChain, chainObject, followed, linesOf } from './chain.ts';
import { type CheckPorts, PREARCHIVE } from './ports.ts';

interface Read {
  readonly lines: readonly Buffer[];
  readonly captured: CapturedChain;
}

/** The chain object that capture handed on. That it is not there, or not what its name says, is found and told; that the store is not there now is thrown. */
async function readCaptured({ vault }: CheckPorts, closing: CaseCaptured): Promise<Read> {
  const { content, size } = closing.body.chain;
  const without = (fault: 'NOT_FOUND' | 'CORRUPT'): Read => ({ lines: [], captured: { links: 0, fault, line: null } });
  try {
    const lines = linesOf(await vault.read(PREARCHIVE, content, size));
    return { lines, captured: followed(lines, closing) };
  } catch (error) {
    if (error instanceof VaultNotFound) return without('NOT_FOUND');
    if (error instanceof VaultCorrupt || error instanceof VaultTooLarge) return without('CORRUPT');
    throw error;
  }
}

/**
 * What closing rests on beside the link itself: the chain of the case, put down as one object of capture's links, the closing and our own (decision 0001), and
 * the scanner as it stands. @param closingBytes value bytes of the closing link @param own value bytes of our links of the case
 */
export async function closingFacts(
  ports: CheckPorts,
  closing: CaseCaptured,
  closingBytes: Uint8Array,
  own: readonly Uint8Array[],
): Promise<ClosingFacts> {
  const { lines, captured } = await readCaptured(ports, closing);
  const { engine, signaturesAt } = await ports.scanner.engine();
  const links = [...lines, closingBytes, ...own];
  const { name, size } = await ports.vault.put(PREARCHIVE, chainObject(links));
  return {
    chain: { content: name, size, links: links.length },
    captured,
    scanner: { engine: engine.slice(0, 100), signaturesAt },
  };
}

/**
 * The chain of a case whose round ends by what a person decided: what was put down when it was judged, and our own links since. @param own value bytes of our links
 * of the case. @throws whatever the store says; without the object nothing can be handed on
 */
export async function reviewedChain(
  { vault }: CheckPorts,
  { chain, ownLinks }: Standing,
  own: readonly Uint8Array[],
): Promise<ReviewFacts> {
  const before = linesOf(await vault.read(PREARCHIVE, chain.content, chain.size));
  const links = [...before, ...own.slice(ownLinks)];
  const { name, size } = await vault.put(PREARCHIVE, chainObject(links));
  return { chain: { content: name, size, links: links.length } };
}
