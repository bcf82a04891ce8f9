import type { Inspector, Scanner } from '@guidang/formats';
import type { Vault } from '@guidang/vault';

/** 预归档库: where capture puts what it takes in, and each step the chain so far. */
export const PREARCHIVE = 'prearchive';

/** What check asks the world with. */
export interface CheckPorts {
  readonly vault: Vault;
  readonly inspector: Inspector;
  readonly scanner: Scanner;
  /** bytes beyond which the scanner is not asked: its answer would be `too-large` */
  readonly scannerMaxBytes: number;
  /** files looked at side by side in this process */
  readonly filesAtOnce: number;
  /** folder on the local disk for files that are not held in memory */
  readonly spoolFolder: string;
  /** bytes up to which a file is held in memory; default 8 MiB */
  readonly heldBytes?: number;
}
