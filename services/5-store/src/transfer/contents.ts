import { ReceivedContents } from '@guidang/contracts';
import type { PackageFacts } from '@guidang/properties';
import type { Description } from './describe.ts';
import type { ForeignPackage } from './open-package.ts';
import type { TransferProfile } from './profile.ts';

const MOST_TEXT = 500;
const MOST_NAME = 1000;
const MOST_DESCRIBED = 200;
const plain = (text: string): string => text.slice(0, MOST_TEXT).toWellFormed();

/**
 * What is in a package from elsewhere, for those who look for it or look at it again: it stands in the report, which lies beside the package, since names of files and values may name people.
 * @param facts as they were found, its files in the order of the description
 * @throws ZodError where it is more than a report can say: better no report than one that nobody can read
 */
export function contentsOf(
  { top }: Pick<ForeignPackage, 'top'>,
  layout: TransferProfile,
  { values, listed }: Description,
  { found, files }: PackageFacts,
): ReceivedContents {
  // A description may name a file as often as it likes.
  const named = new Set<string>();
  return ReceivedContents.parse({
    ...{ layout, items: found.items, files: found.files },
    described: values
      .flatMap(({ element, value }) =>
        typeof value === 'string' || typeof value === 'number'
          ? [{ element: element.id, zh: element.zh, value: plain(String(value)) }]
          : [],
      )
      .slice(0, MOST_DESCRIBED),
    listed: listed.flatMap(({ path, name }, i) => {
      const { looked, captured } = files[i]!;
      const entry = `${top}${path}`;
      if (!looked?.bytes || entry.length > MOST_NAME || named.has(entry)) return [];
      named.add(entry);
      const { sha256, sm3, size } = looked.bytes;
      return [
        {
          ...{ path: `package/${i + 1}`, entry, name: plain(name || path) },
          ...{ content: `sha256:${sha256}` as const, sm3, size, format: captured.format },
          puid: looked.inspection?.puid ?? null,
        },
      ];
    }),
  } satisfies ReceivedContents);
}

/** What a report says is in its package; undefined where it was made before reports said so, or cannot be read. */
export function contentsIn(report: Uint8Array): ReceivedContents | undefined {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(report).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const parsed = ReceivedContents.safeParse((json as { contents?: unknown } | null)?.contents);
  return parsed.success ? parsed.data : undefined;
}
