import type { Inspection } from '../facts.ts';
import { throughArchive } from './archive.ts';
import type { Subject } from './subject.ts';

/** A plain archive is readable when every entry comes out with its length and CRC. */
export async function inspectZip({ bytes, limits }: Subject): Promise<Inspection> {
  const { problems, fault, encrypted, container } = await throughArchive(bytes, limits);
  return {
    readable: fault === 'broken' ? 'no' : fault === 'not-looked' ? 'not-looked' : 'yes',
    problems,
    ...(encrypted && { encrypted }),
    ...(container && { container }),
  };
}
