import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** What the local parts say of themselves, as far as an auditor can use it. */
const LocalParts = z.object({
  kafka: z.object({ brokers: z.array(z.string()).min(1) }),
  trust: z.object({ anchorsFile: z.string() }),
});
export interface Checkout {
  readonly partsFile: string;
  readonly brokers: readonly string[];
  readonly anchorsFile: string;
}

/** The checkout whose local parts are known, from this folder upwards, or the set that GUIDANG_RUN names; undefined where there is none. */
export function localCheckout(from: string = process.cwd()): Checkout | undefined {
  for (let dir = from; ; dir = dirname(dir)) {
    const partsFile = join(process.env.GUIDANG_RUN ?? join(dir, '.local'), 'parts.json');
    if (existsSync(partsFile)) {
      const parsed = LocalParts.safeParse(JSON.parse(readFileSync(partsFile, 'utf8')));
      return parsed.success
        ? { partsFile, brokers: parsed.data.kafka.brokers, anchorsFile: parsed.data.trust.anchorsFile }
        : undefined;
    }
    if (dirname(dir) === dir) return undefined;
  }
}
