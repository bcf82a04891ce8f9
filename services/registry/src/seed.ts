import { SCHEMES, schemeKey } from '@guidang/contracts';
import { contentNameOf } from '@guidang/evidence';
import type { Publisher } from '@guidang/stream';
import { bytesOf, SeedFault, type SeedScheme } from './folder.ts';
import { portions } from './portions.ts';
import type { Store } from './store.ts';
import type { SchemeTopic } from './topic.ts';

/**
 * Publishes what is not on the topic yet, each id and version once, whichever instance starts first. A version that is there already stays as it is:
 * cases were accepted under it, and links name its digest. So a file that says something else under it is refused, and with it the whole folder.
 * @returns keys of what was published
 * @throws SeedFault naming each such file with both digests
 */
export function seed(
  seeds: readonly SeedScheme[],
  topic: SchemeTopic,
  store: Store,
  open: () => Promise<Publisher>,
): Promise<string[]> {
  return store.alone(async () => {
    await topic.catchUp();
    const faults = seeds.flatMap((one) => contradiction(one, topic));
    if (faults.length > 0) throw new SeedFault(faults);
    const missing = seeds.filter(({ scheme: { id, version } }) => topic.find(id, version) === undefined);
    await publish(missing, open);
    await topic.catchUp();
    return missing.map(keyOf);
  });
}

const keyOf = ({ scheme: { id, version } }: SeedScheme): string => schemeKey(id, version);

function contradiction(one: SeedScheme, topic: SchemeTopic): string[] {
  const there = topic.find(one.scheme.id, one.scheme.version);
  if (there === undefined || bytesOf(there.scheme).equals(one.value)) return [];
  return [
    `${one.file}: ${keyOf(one)} 已发布且内容不同，请提高版本号 / is published with other content, raise the version: ` +
      `published ${there.digest}, file ${contentNameOf(one.value)}`,
  ];
}

async function publish(missing: readonly SeedScheme[], open: () => Promise<Publisher>): Promise<void> {
  if (missing.length === 0) return;
  const publisher = await open();
  try {
    const records = missing.map((one) => ({
      ...{ topic: SCHEMES, partition: 0, key: keyOf(one), value: one.value, headers: {} },
    }));
    for (const portion of portions(records)) await publisher.publish(portion);
  } finally {
    await publisher.close();
  }
}
