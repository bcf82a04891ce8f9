/**
 * What can go wrong with an object, told apart by class and `code`. `retryable` says whether asking again may help:
 * only VaultUnavailable does; everything else is an answer. No error carries content, only names, digests and sizes.
 */
export abstract class VaultError extends Error {
  abstract readonly code: string;
  readonly retryable: boolean = false;
}

/** The object's address as it is named in errors. */
export interface Where {
  readonly bucket: string;
  readonly key: string;
}
const at = ({ bucket, key }: Where): string => `${bucket}/${key}`;

export class VaultNotFound extends VaultError {
  readonly code = 'NOT_FOUND';
  override readonly name = 'VaultNotFound';
  constructor(where: Where) {
    super(`库中没有此对象 / no such object: ${at(where)}`);
  }
}

export type Algorithm = 'sha256' | 'sm3';

/** What came is not what was announced: the bytes were refused, nothing was written. */
export class DigestMismatch extends VaultError {
  readonly code = 'DIGEST_MISMATCH';
  override readonly name = 'DigestMismatch';
  readonly algorithm: Algorithm;
  readonly expected: string;
  readonly found: string;
  constructor(algorithm: Algorithm, expected: string, found: string) {
    super(`摘要不符,拒收 / digest differs, refused: ${algorithm} expected ${expected}, found ${found}`);
    this.algorithm = algorithm;
    this.expected = expected;
    this.found = found;
  }
}

/** The source ended with another number of bytes than was announced (a truncated upload among them). */
export class SizeMismatch extends VaultError {
  readonly code = 'SIZE_MISMATCH';
  override readonly name = 'SizeMismatch';
  readonly expected: number;
  readonly found: number;
  constructor(expected: number, found: number) {
    super(`大小不符,拒收 / size differs, refused: expected ${expected} bytes, found ${found}`);
    this.expected = expected;
    this.found = found;
  }
}

/** What lies in the store is not what its name says. */
export class VaultCorrupt extends VaultError {
  readonly code = 'CORRUPT';
  override readonly name = 'VaultCorrupt';
  readonly expected: string;
  readonly found: string;
  constructor(where: Where, expected: string, found: string) {
    super(
      `库中内容与名称不符 / stored bytes differ from their name: ${at(where)} expected ${expected}, found ${found}`,
    );
    this.expected = expected;
    this.found = found;
  }
}

/** The key is in use for other bytes. Only keys chosen by the caller can be taken; a content name belongs to its bytes. */
export class VaultTaken extends VaultError {
  readonly code = 'TAKEN';
  override readonly name = 'VaultTaken';
  constructor(where: Where) {
    super(`键已被其他内容占用 / the key holds other bytes: ${at(where)}`);
  }
}

export class VaultTooLarge extends VaultError {
  readonly code = 'TOO_LARGE';
  override readonly name = 'VaultTooLarge';
  readonly limit: number;
  /** Bytes of the object, or how many had come when reading was given up. */
  readonly found: number;
  constructor(limit: number, found: number) {
    super(`超过允许的大小 / larger than allowed: limit ${limit} bytes, at least ${found}`);
    this.limit = limit;
    this.found = found;
  }
}

/** The credential may not do this, or a lock forbids it to everybody. */
export class VaultForbidden extends VaultError {
  readonly code = 'FORBIDDEN';
  override readonly name = 'VaultForbidden';
  constructor(where: Where, why: string) {
    super(`存储拒绝此操作 / the store forbids this: ${at(where)} (${why})`);
  }
}

/** The store says the request itself is wrong: a mistake of ours or of the configuration, which no retry mends. */
export class VaultRefused extends VaultError {
  readonly code = 'REFUSED';
  override readonly name = 'VaultRefused';
  constructor(where: Where, why: string) {
    super(`存储不接受此请求 / the store refuses the request: ${at(where)} (${why})`);
  }
}

/** The store did not answer, or not now. Ask again later: whether the last write took place is not known. */
export class VaultUnavailable extends VaultError {
  readonly code = 'UNAVAILABLE';
  override readonly name = 'VaultUnavailable';
  override readonly retryable = true;
  constructor(where: Where, why: string, options?: ErrorOptions) {
    super(`存储暂不可用 / the store is not available: ${at(where)} (${why})`, options);
  }
}
