import type { Source } from '../source/source.ts';
import { type Raised, spotKey } from './finding.ts';

/** Records that are opened to learn whose they are. */
const MOST = 500;

/**
 * The log knows no cases. Says of each link it found at fault whose it is: as others say who speak of the same record, else as its key says. Findings of one
 * case can then be told together.
 */
export async function nameCases(found: readonly Raised[], source: Source): Promise<Raised[]> {
  const all = placed(found);
  const known = new Map<string, string>();
  for (const { claim, case: name, ...finding } of all) {
    if (name === null) continue;
    if (finding.offset !== null) known.set(spotKey(finding), name);
    if (claim) for (const key of [spotKey(claim.about), claim.sha256]) if (!known.has(key)) known.set(key, name);
  }
  let opened = 0;
  const named: Raised[] = [];
  for (const finding of all) {
    let name = finding.case;
    if (name === null && finding.layer === 4 && finding.topic !== null && finding.offset !== null) {
      name = known.get(spotKey(finding)) ?? known.get(finding.expected) ?? null;
      if (name === null && finding.code !== 'LINK_MISSING' && opened++ < MOST) name = await keyAt(source, finding);
    }
    named.push(name === finding.case ? finding : { ...finding, case: name });
  }
  return named;
}

/** Where the log says a link is missing, and some record says where exactly a link with this digest lay, it lay there. */
function placed(all: readonly Raised[]): readonly Raised[] {
  // Only who answers a record says where it lay; who follows one names its digest alone.
  const answering = all.filter(({ code }) => code === 'INPUT_MISSING' || code === 'INPUT_HASH');
  const claims = new Map(answering.flatMap(({ claim }) => (claim ? [[claim.sha256, claim.about] as const] : [])));
  return all.map((finding) => {
    const about = finding.code === 'LINK_MISSING' ? claims.get(finding.expected) : undefined;
    const same = about?.topic === finding.topic && about.partition === finding.partition;
    return about && same ? { ...finding, offset: about.offset } : finding;
  });
}

async function keyAt(source: Source, { topic, partition, offset }: Raised): Promise<string | null> {
  if (topic === 'archive.checkpoint') return null;
  const stream = source.open(topic!, partition!, offset!);
  try {
    const [entry] = await stream.next();
    return entry?.kind === 'record' && entry.offset === offset && entry.record.key !== null
      ? Buffer.from(entry.record.key).toString('utf8').slice(0, 100)
      : null;
  } finally {
    await stream.close();
  }
}
