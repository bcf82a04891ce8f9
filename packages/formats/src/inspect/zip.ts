import { type Inspection, problem } from '../facts.ts';
import { throughArchive } from './archive.ts';
import type { Subject } from './subject.ts';

/** Above this a plain archive saves so much that it is told: more than nine tenths, of more than can be chance. */
const [PACKED, UNPACKED] = [10, 1024 ** 2];

/** A plain archive is readable when every entry comes out with its length and CRC. */
export async function inspectZip({ bytes, limits }: Subject): Promise<Inspection> {
  const { problems, fault, encrypted, container } = await throughArchive(bytes, limits);
  return {
    readable: fault === 'broken' ? 'no' : fault === 'not-looked' ? 'not-looked' : 'yes',
    problems:
      container && container.ratio > PACKED && container.unpacked > UNPACKED
        ? [...problems, problem('ARCHIVE_RATIO', `packed ${Math.round(container.ratio)} : 1`)]
        : problems,
    ...(encrypted && { encrypted }),
    ...(container && { container }),
  };
}
