/**
 * The part of ZIP (APPNOTE 6.3) that a package is made of: entries stored as they are, one directly behind the other, sizes and CRC-32 in front of the bytes, UTF-8
 * names, Zip64 only where a number does not fit, no comments, no encryption, no data descriptors. Writer and reader share these numbers.
 */
export const LOCAL = { signature: 0x04034b50, bytes: 30 } as const;
export const CENTRAL = { signature: 0x02014b50, bytes: 46 } as const;
export const END = { signature: 0x06054b50, bytes: 22 } as const;
export const END64 = { signature: 0x06064b50, bytes: 56 } as const;
export const LOCATOR64 = { signature: 0x07064b50, bytes: 20 } as const;
/** Header id of the Zip64 extra field. */
export const ZIP64 = 0x0001;
/** Bit 11: the name is UTF-8. No other bit is set. */
export const UTF8_NAMES = 0x0800;
export const STORED = 0;
export const NEEDS = { plain: 20, zip64: 45 } as const;
/** Made on Unix (3), by version 4.5 of the specification: so that the mode in the upper half of the external attributes counts. */
export const MADE_BY = (3 << 8) | 45;
/** A regular file that everybody may read: 0100644. */
export const REGULAR = 0o100644;
export const MOST32 = 0xffff_ffff;
export const MOST16 = 0xffff;

/** Date and time as DOS wrote them: two seconds' precision, no zone. */
export interface DosTime {
  readonly date: number;
  readonly time: number;
}

const SHANGHAI_MS = 8 * 3_600_000;

/** A moment by the clock of Asia/Shanghai, whatever zone this process runs in. From 1980 to 2107, what the format can say. */
export function dosTime(rfc3339: string): DosTime {
  const first = Date.UTC(1980, 0, 1);
  const last = Date.UTC(2107, 11, 31, 23, 59, 58);
  const at = new Date(Math.min(last, Math.max(first, Date.parse(rfc3339) + SHANGHAI_MS)));
  return {
    date: ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  };
}
