import { type DigestName, digestOf, type RestsOn, tokenEnds } from '@guidang/evidence';
import type { AskToken, StampSuite } from '@guidang/host';
import type { Prospect } from './ask.ts';
import type { DueRecord } from './due.ts';

/** Who stamps in a suite; undefined where nobody does. */
export type Authority = (suite: StampSuite) => AskToken | undefined;

/**
 * Asks the authorities once what a record would rest on if it were renewed now, for every suite and digest in question: renewing is of no use where the authority itself
 * comes to its end. @throws where an authority does not stamp now: the sweep is done again
 */
export async function prospectsOf(
  wanted: readonly (readonly [DueRecord['evidence']['suite'], DigestName])[],
  authority: Authority,
): Promise<Prospect> {
  const known = new Map<string, RestsOn | null>();
  for (const [suite, digest] of wanted) {
    const name = `${suite} ${digest}`;
    if (known.has(name)) continue;
    const ask = authority(suite);
    if (!ask) {
      known.set(name, null);
      continue;
    }
    const { verified } = await ask(digestOf(digest, 'guidang renewal'), digest);
    known.set(name, { digest, scheme: verified.scheme, key: verified.key, certificateEnd: tokenEnds(verified) });
  }
  return (suite, digest) => known.get(`${suite} ${digest}`) ?? null;
}
