import { readFileSync, statSync } from 'node:fs';
import { parseRevocationList } from '@guidang/evidence';

/** Revocation lists as they are now, DER. */
export type RevocationLists = () => readonly Buffer[];

/** They go into every package: lists that are larger belong to an authority that should be asked for shorter ones. */
const MOST_BYTES = 1024 * 1024;

/**
 * Revocation lists from files (DER or PEM) that somebody keeps up to date. A file that changed is read again. @throws where one cannot be read, is none, or all
 * together are too large: what it would have said is not known, so nothing is sealed
 */
export function listsIn(files: readonly string[]): RevocationLists {
  const known = new Map<string, { changed: number; list: Buffer }>();
  return () => {
    const lists = files.map((file) => {
      const changed = statSync(file).mtimeMs;
      const before = known.get(file);
      if (before?.changed === changed) return before.list;
      const list = derOf(readFileSync(file));
      const parsed = parseRevocationList(list);
      if (!parsed.ok) throw new Error(`${file}: ${parsed.code}: ${parsed.detail} / 证书吊销列表无法读取`);
      known.set(file, { changed, list });
      return list;
    });
    const size = lists.reduce((sum, list) => sum + list.length, 0);
    if (size > MOST_BYTES)
      throw new Error(`证书吊销列表过大 / revocation lists of ${size} bytes, at most ${MOST_BYTES} go into a package`);
    return lists;
  };
}

const PEM = /-----BEGIN X509 CRL-----([^-]+)-----END X509 CRL-----/;

function derOf(bytes: Buffer): Buffer {
  const pem = PEM.exec(bytes.toString('latin1'))?.[1];
  return pem === undefined ? bytes : Buffer.from(pem, 'base64');
}
