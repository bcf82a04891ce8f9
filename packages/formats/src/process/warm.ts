import { bytesOf } from '../bytes.ts';
import { factsOf } from '../inspect/facts-of.ts';
import type { Inspectors } from '../inspect/inspectors.ts';
import { LIMITS } from '../limits.ts';
import { NO_ANCHORS } from '../trust.ts';

/** The smallest files that have PDFium and libvips loaded: an empty document, and a point of grey. */
const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
trailer<</Root 1 0 R>>
startxref
0
%%EOF
`;
const GIF = 'R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=';

/** Has the readers loaded, and what verifies signatures, before anybody waits for them. What becomes of these files is of no interest. */
export async function warm(inspecting: Inspectors): Promise<void> {
  for (const bytes of [Buffer.from(PDF, 'latin1'), Buffer.from(GIF, 'base64')])
    await factsOf(inspecting, bytesOf(bytes), null, undefined, LIMITS, NO_ANCHORS);
  await import('../inspect/carried.ts');
}
