import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRevocationList } from '@guidang/evidence';

/** All lists of a folder together, some hundred thousand entries: they go to the process that opens files, with every file, and are parsed there within its time. */
const MOST_BYTES = 4 * 1024 ** 2;
const BEGINS = /-----BEGIN X509 CRL-----/g;
const PEM = /-----BEGIN X509 CRL-----([\sA-Za-z0-9+/=]+?)-----END X509 CRL-----/g;

/** Revocation lists as they lie in a folder, read again now and then: whoever issues them issues new ones. */
export interface RevocationLists {
  /** DER; the same array as long as they are the same */
  current(): readonly Uint8Array[];
  stop(): void;
}

/**
 * Opens a folder of revocation lists (`*.crl`, DER or PEM). What cannot be read later leaves the lists of before in place, and somebody is told.
 * @throws where one of them cannot be read at the start
 */
export async function openRevocationLists(
  folder: string,
  everyMs: number,
  failed: (error: unknown) => void,
): Promise<RevocationLists> {
  let seen = await stateOf(folder);
  let lists = await listsIn(folder);
  let isLooking = false;
  const look = async (): Promise<void> => {
    const now = await stateOf(folder);
    if (now === seen) return; // parsing takes seconds of a large list, and nothing is new
    const found = await listsIn(folder);
    if (!isSame(found, lists)) lists = found;
    seen = now;
  };
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    look()
      .catch(failed)
      .finally(() => {
        isLooking = false;
      });
  }, everyMs);
  timer.unref();
  return { current: () => lists, stop: () => clearInterval(timer) };
}

const namesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.crl')).toSorted();

/** Names, sizes and times of the files: as long as they are the same, so are the lists. */
async function stateOf(folder: string): Promise<string> {
  const files = await Promise.all(
    (await namesIn(folder)).map(async (name) => {
      const { size, mtimeMs, ino } = await stat(join(folder, name));
      return `${name} ${size} ${mtimeMs} ${ino}`;
    }),
  );
  return files.join('\n');
}

async function listsIn(folder: string): Promise<Buffer[]> {
  const names = await namesIn(folder);
  const lists: Buffer[] = [];
  let bytes = 0;
  for (const name of names)
    for (const list of derOf(name, await readFile(join(folder, name)))) {
      const parsed = parseRevocationList(list);
      if (!parsed.ok) throw new Error(`${name}: 不是撤销列表 / no revocation list: ${parsed.detail}`);
      bytes += list.length;
      if (bytes > MOST_BYTES)
        throw new Error(`${folder}: 撤销列表过大 / more than ${MOST_BYTES} bytes of revocation lists`);
      lists.push(list);
    }
  return lists;
}

function derOf(name: string, content: Buffer): Buffer[] {
  if (content[0] === 0x30) return [content];
  const text = content.toString('latin1');
  const blocks = [...text.matchAll(PEM)].map(([, base64]) => Buffer.from(base64!, 'base64'));
  const begun = [...text.matchAll(BEGINS)].length;
  if (begun !== blocks.length)
    throw new Error(`${name}: ${begun - blocks.length} 个列表不完整 / of ${begun} lists that begin not every one ends`);
  return blocks.length > 0 ? blocks : [content];
}

const isSame = (a: readonly Buffer[], b: readonly Buffer[]): boolean =>
  a.length === b.length && a.every((one, i) => one.equals(b[i]!));
