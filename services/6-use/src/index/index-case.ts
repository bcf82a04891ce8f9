import type { CaseIndexed, ContentName, PackageIndex, ReceivedIndexed } from '@guidang/contracts';
import { reportOf } from '../package/elsewhere.ts';
import { type Held, type HoldingsPorts, withPackage } from '../package/holdings.ts';
import type { Received } from '../rule/received.ts';
import { CUTTER } from './cutter.ts';
import { entryOf } from './entry.ts';
import { readDescriptions } from './read-package.ts';
import { receivedEntryOf } from './received-entry.ts';
import type { Shelf } from './shelf.ts';

export interface IndexPorts {
  readonly holdings: HoldingsPorts;
  readonly shelf: Shelf;
}

/** Puts a stored case into the index, from its package. Twice is harmless. @throws what may pass; PackageFault */
export async function indexCase(
  { holdings, shelf }: IndexPorts,
  held: Held,
  index: PackageIndex,
): Promise<CaseIndexed['facts']> {
  const descriptions = await withPackage(holdings, held, (opened) => readDescriptions(opened, held, index.head.case));
  const entry = entryOf(held, index, descriptions);
  await shelf.put(entry);
  return {
    words: entry.wordCount,
    files: index.files.length,
    cutter: CUTTER,
    unread: [...descriptions.unread],
  };
}

/** Puts a package from elsewhere into the index, from the report on it. Twice is harmless. @throws what may pass; PackageFault */
export async function indexReceived(
  { holdings, shelf }: IndexPorts,
  received: Received,
): Promise<ReceivedIndexed['facts']> {
  const entry = receivedEntryOf(received, await reportOf(holdings, received));
  await shelf.put(entry);
  return {
    words: entry.wordCount,
    listed: entry.files.map(({ path, content, size, puid }) => ({ path, content: content as ContentName, size, puid })),
    cutter: CUTTER,
  };
}
