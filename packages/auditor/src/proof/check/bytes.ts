/** Bytes as a browser has them: this folder runs in a page as well, and needs nothing but WebCrypto. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** What is wrong with a file, in words for whoever looks at it. */
export class Odd extends Error {
  override readonly name = 'Odd';
}

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;

export function textOf(bytes: Bytes): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Odd('no UTF-8');
  }
}

export const hexOf = (bytes: Bytes): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export function unhex(text: string): Bytes {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Odd('no hexadecimal digits');
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)) as Bytes;
}

export function unbase64(text: string): Bytes {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) throw new Odd('no base64');
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)) as Bytes;
}

export function unbase64url(text: string): Bytes {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new Odd('no base64url');
  const plain = text.replace(/-/g, '+').replace(/_/g, '/');
  return unbase64(plain + '='.repeat((4 - (plain.length % 4)) % 4));
}

export function base64url(bytes: Bytes): string {
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

export function join(...parts: readonly Bytes[]): Bytes {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0)) as Bytes;
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

export const same = (a: Bytes, b: Bytes): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** The order of bytes, as `sort` of RFC 4998 has it. */
export function byBytes(a: Bytes, b: Bytes): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

export const digestOf = async (name: string, bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest(name, bytes)) as Bytes;
export const sha256Of = (bytes: Bytes): Promise<Bytes> => digestOf('SHA-256', bytes);
