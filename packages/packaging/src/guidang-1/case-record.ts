import type { ApplicationForm, Retention, Scheme, SealManifest } from '@guidang/contracts';

/** All that the description files of a package are made of, and are judged by again. */
export interface CaseRecord {
  /** 档号 */
  readonly referenceCode: string;
  readonly retention: Retention;
  readonly manifest: SealManifest;
  /** SHA-256 of the manifest's bytes, hexadecimal. */
  readonly manifestSha256: string;
  /** When the case was sealed: the last moment the package knows of. RFC 3339 UTC. */
  readonly sealedAt: string;
  /** Absent where the scheme's bytes are not in the package; then nothing is said that only it could vouch for. */
  readonly scheme: Scheme | undefined;
  /** Absent where the form was not taken in or cannot be read as one. */
  readonly form: ApplicationForm | undefined;
}
