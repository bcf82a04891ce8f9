import { hash } from 'node:crypto';

/** Digests by the name that stands in links and manifests. SHA-1 and MD5 are known by name, so that they can be refused by name. */
export type DigestName = 'sha256' | 'sha384' | 'sha512' | 'sm3';

/** A digest of ours: its object identifier (RFC 5754, GM/T 0006) and how many bytes it gives. */
export interface DigestKind {
  readonly name: DigestName;
  readonly oid: string;
  readonly bytes: number;
}

const kinds: readonly DigestKind[] = [
  { name: 'sha256', oid: '2.16.840.1.101.3.4.2.1', bytes: 32 },
  { name: 'sha384', oid: '2.16.840.1.101.3.4.2.2', bytes: 48 },
  { name: 'sha512', oid: '2.16.840.1.101.3.4.2.3', bytes: 64 },
  { name: 'sm3', oid: '1.2.156.10197.1.401', bytes: 32 },
];
/** SM3 without a key has an arc of its own (GM/T 0006); who writes it means the same digest. Read, never written. */
const ALIASES: Readonly<Record<string, DigestName>> = { '1.2.156.10197.1.401.1': 'sm3' };

const byName = new Map(kinds.map((kind) => [kind.name, kind]));
const byOid = new Map(kinds.map((kind) => [kind.oid, kind]));

export const digestKind = (name: DigestName): DigestKind => byName.get(name)!;

/** The digest behind an object identifier; null for one we do not take, whose name `nameOfAlgorithm` may still know. */
export const digestByOid = (oid: string): DigestKind | null =>
  byOid.get(oid) ?? (ALIASES[oid] === undefined ? null : digestKind(ALIASES[oid]));

/** The digest of bytes. */
export const digestOf = (name: DigestName, data: Uint8Array | string): Buffer => hash(name, data, 'buffer');
