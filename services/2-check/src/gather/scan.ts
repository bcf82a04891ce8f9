import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FileScan } from '@guidang/contracts';
import type { Scanner } from '@guidang/formats';
import { scanOf } from './described.ts';

/** How often the scanner is asked about a file it answers with an error. */
const ATTEMPTS = 3;
const PAUSE_MS = 300;

/**
 * The scanner's verdict. A scanner that is not there throws (ScannerUnavailable) and is asked later. One that is there and gives an error for this file is asked
 * again a few times, since it may have run out of something; after that the error is its answer, or one spoilt file would hold up its partition for ever.
 * @param open gives the bytes anew for every attempt
 */
export async function scanned(scanner: Scanner, open: () => Uint8Array | Readable): Promise<FileScan> {
  for (let attempt = 1; ; attempt++) {
    const result = await scanner.scan(open());
    if (result.verdict !== 'error' || attempt === ATTEMPTS) return scanOf(result);
    await sleep(PAUSE_MS);
  }
}
