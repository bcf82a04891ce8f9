import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRevocationList } from '@guidang/evidence';

/** All lists of a folder together: they go to the process that opens files, with every file. */
const MOST_BYTES = 16 * 1024 ** 2;
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
  let lists = await listsIn(folder);
  const timer = setInterval(async () => {
    try {
      const found = await listsIn(folder);
      if (!isSame(found, lists)) lists = found;
    } catch (error) {
      failed(error);
    }
  }, everyMs);
  timer.unref();
  return { current: () => lists, stop: () => clearInterval(timer) };
}

async function listsIn(folder: string): Promise<Buffer[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.crl')).toSorted();
  const lists: Buffer[] = [];
  let bytes = 0;
  for (const name of names)
    for (const list of derOf(await readFile(join(folder, name)))) {
      const parsed = parseRevocationList(list);
      if (!parsed.ok) throw new Error(`${name}: 不是撤销列表 / no revocation list: ${parsed.detail}`);
      bytes += list.length;
      if (bytes > MOST_BYTES)
        throw new Error(`${folder}: 撤销列表过大 / more than ${MOST_BYTES} bytes of revocation lists`);
      lists.push(list);
    }
  return lists;
}

function derOf(content: Buffer): Buffer[] {
  if (content[0] === 0x30) return [content];
  const blocks = [...content.toString('latin1').matchAll(PEM)].map(([, text]) => Buffer.from(text!, 'base64'));
  return blocks.length > 0 ? blocks : [content];
}

const isSame = (a: readonly Buffer[], b: readonly Buffer[]): boolean =>
  a.length === b.length && a.every((one, i) => one.equals(b[i]!));
