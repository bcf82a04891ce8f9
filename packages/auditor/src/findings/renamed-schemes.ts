import { createHash } from 'node:crypto';
import { archiveTopic, type RawRecord, SCHEMES } from '@guidang/contracts';
import { scan } from '../source/scan.ts';
import type { Source } from '../source/source.ts';
import { type Raised, type Spot, spotOf } from './finding.ts';

/** Schemes that nobody finds any more and that are looked for. */
const MOST = 50;

/**
 * Links name schemes by their digest, and cases by number and version. Where a scheme is not found because its number or version was changed, putting back what the opening of a case
 * says leads to the digest again: then it is proven which record was changed.
 * @returns by digest that links name, where the scheme was published
 */
export async function renamedSchemes(found: readonly Raised[], source: Source): Promise<ReadonlyMap<string, Spot>> {
  const wanted = new Set(
    found.flatMap(({ code, found: digest }) => (code === 'SCHEME_UNKNOWN' && /^sha256:/.test(digest) ? digest : [])),
  );
  const renamed = new Map<string, Spot>();
  if (wanted.size === 0 || wanted.size > MOST) return renamed;
  const names = await namesIn(source, wanted);
  await scan(source, SCHEMES, 0, nothing, (record) => {
    const scheme = jsonOf(record);
    for (const [digest, { id, version }] of names)
      if (scheme && digestOf({ ...scheme, id, version }) === digest) renamed.set(digest, spotOf(record));
  });
  return renamed;
}

interface SchemeName {
  readonly id: string;
  readonly version: number;
}

/** What the openings of cases call the schemes they were opened under. */
async function namesIn(source: Source, wanted: ReadonlySet<string>): Promise<Map<string, SchemeName>> {
  const names = new Map<string, SchemeName>();
  const topic = archiveTopic('capture');
  for (const partition of (source.extents.get(topic) ?? []).keys())
    await scan(source, topic, partition, nothing, (record) => {
      const link = jsonOf(record) as
        | { type?: unknown; decider?: { scheme?: unknown }; body?: { head?: { scheme?: SchemeName } } }
        | undefined;
      const digest = link?.decider?.scheme;
      if (link?.type !== 'CaseOpened' || typeof digest !== 'string' || !wanted.has(digest)) return;
      const { id, version } = link.body?.head?.scheme ?? {};
      if (typeof id === 'string' && typeof version === 'number') names.set(digest, { id, version });
    });
  return names;
}

/** What is wrong with these records was told when they were read first. */
const nothing = (): void => {};

function jsonOf({ value }: RawRecord): object | undefined {
  try {
    const json: unknown = JSON.parse(Buffer.from(value ?? '').toString('utf8'));
    return json !== null && typeof json === 'object' ? json : undefined;
  } catch {
    return undefined; // told when it was read first
  }
}

const digestOf = (json: object): string => `sha256:${createHash('sha256').update(JSON.stringify(json)).digest('hex')}`;
