import { createHash, hash } from 'node:crypto';
import type { ContentName } from '@guidang/contracts';

/** 32 bytes of SHA-256 (FIPS 180-4). */
export const sha256 = (data: Uint8Array | string): Buffer => hash('sha256', data, 'buffer');
/** SHA-256 as 64 lower-case hexadecimal digits. */
export const sha256Hex = (data: Uint8Array | string): string => hash('sha256', data, 'hex');
/** 64 bytes of SHA-512 (FIPS 180-4). */
export const sha512 = (data: Uint8Array | string): Buffer => hash('sha512', data, 'buffer');
/** SHA-512 as 128 lower-case hexadecimal digits. */
export const sha512Hex = (data: Uint8Array | string): string => hash('sha512', data, 'hex');
/** 32 bytes of SM3 (GB/T 32905-2016). */
export const sm3 = (data: Uint8Array | string): Buffer => hash('sm3', data, 'buffer');
/** SM3 as 64 lower-case hexadecimal digits. */
export const sm3Hex = (data: Uint8Array | string): string => hash('sm3', data, 'hex');

export const hex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
export const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');

/** Bytes of an even number of hexadecimal digits; null for anything else (Buffer.from would quietly stop early). */
export const fromHex = (text: string): Buffer | null =>
  text.length % 2 === 0 && /^[0-9a-fA-F]*$/.test(text) ? Buffer.from(text, 'hex') : null;

/** Bytes of canonical padded base64 (RFC 4648 §4); null for anything else, so that one value has one spelling. */
export const fromBase64 = (text: string): Buffer | null => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
};

/** The name of bytes in the vault. */
export const contentNameOf = (data: Uint8Array | string): ContentName => `sha256:${sha256Hex(data)}`;

/** The 32-byte digest a content name carries. */
export const digestOfName = (name: ContentName): Buffer => Buffer.from(name.slice('sha256:'.length), 'hex');

/** Both digests of one stream of bytes, in one pass over it. Ends once: `done` may be asked one time. */
export const bothDigests = () => {
  const a = createHash('sha256');
  const b = createHash('sm3');
  return {
    update: (chunk: Uint8Array): void => {
      a.update(chunk);
      b.update(chunk);
    },
    done: (): { sha256: string; sm3: string } => ({ sha256: a.digest('hex'), sm3: b.digest('hex') }),
  };
};
