import {
  CENTRAL,
  type DosTime,
  END,
  END64,
  LOCAL,
  LOCATOR64,
  MADE_BY,
  MOST16,
  MOST32,
  NEEDS,
  REGULAR,
  STORED,
  UTF8_NAMES,
  ZIP64,
} from './layout.ts';

/** What the headers of an entry say. */
export interface HeaderOf {
  readonly name: Buffer;
  readonly size: number;
  readonly crc32: number;
  /** Where its local header begins. */
  readonly offset: number;
}

const large = (entry: HeaderOf): boolean => entry.size >= MOST32;

/** What stands in front of an entry's bytes. */
export function localHeader(entry: HeaderOf, { date, time }: DosTime): Buffer {
  const { name, size, crc32: crc } = entry;
  const extra = large(entry) ? zip64([size, size]) : Buffer.alloc(0);
  const header = Buffer.alloc(LOCAL.bytes);
  header.writeUInt32LE(LOCAL.signature, 0);
  header.writeUInt16LE(large(entry) ? NEEDS.zip64 : NEEDS.plain, 4);
  header.writeUInt16LE(UTF8_NAMES, 6);
  header.writeUInt16LE(STORED, 8);
  header.writeUInt16LE(time, 10);
  header.writeUInt16LE(date, 12);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(Math.min(size, MOST32), 18);
  header.writeUInt32LE(Math.min(size, MOST32), 22);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, name, extra]);
}

/** An entry's line in the directory. */
export function centralHeader(entry: HeaderOf, { date, time }: DosTime): Buffer {
  const { name, size, crc32: crc, offset } = entry;
  const numbers = [...(large(entry) ? [size, size] : []), ...(offset >= MOST32 ? [offset] : [])];
  const extra = numbers.length > 0 ? zip64(numbers) : Buffer.alloc(0);
  const header = Buffer.alloc(CENTRAL.bytes);
  header.writeUInt32LE(CENTRAL.signature, 0);
  header.writeUInt16LE(MADE_BY, 4);
  header.writeUInt16LE(numbers.length > 0 ? NEEDS.zip64 : NEEDS.plain, 6);
  header.writeUInt16LE(UTF8_NAMES, 8);
  header.writeUInt16LE(STORED, 10);
  header.writeUInt16LE(time, 12);
  header.writeUInt16LE(date, 14);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(Math.min(size, MOST32), 20);
  header.writeUInt32LE(Math.min(size, MOST32), 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE((REGULAR << 16) >>> 0, 38);
  header.writeUInt32LE(Math.min(offset, MOST32), 42);
  return Buffer.concat([header, name, extra]);
}

const zip64 = (numbers: readonly number[]): Buffer => {
  const extra = Buffer.alloc(4 + 8 * numbers.length);
  extra.writeUInt16LE(ZIP64, 0);
  extra.writeUInt16LE(8 * numbers.length, 2);
  numbers.forEach((number, i) => {
    extra.writeBigUInt64LE(BigInt(number), 4 + 8 * i);
  });
  return extra;
};

/** What stands behind the directory: one record, or three where a number does not fit the one. */
export function ending(count: number, directoryBytes: number, directoryAt: number): Buffer {
  const end = Buffer.alloc(END.bytes);
  end.writeUInt32LE(END.signature, 0);
  end.writeUInt16LE(Math.min(count, MOST16), 8);
  end.writeUInt16LE(Math.min(count, MOST16), 10);
  end.writeUInt32LE(Math.min(directoryBytes, MOST32), 12);
  end.writeUInt32LE(Math.min(directoryAt, MOST32), 16);
  if (count < MOST16 && directoryBytes < MOST32 && directoryAt < MOST32) return end;
  const end64 = Buffer.alloc(END64.bytes);
  end64.writeUInt32LE(END64.signature, 0);
  end64.writeBigUInt64LE(BigInt(END64.bytes - 12), 4);
  end64.writeUInt16LE(MADE_BY, 12);
  end64.writeUInt16LE(NEEDS.zip64, 14);
  end64.writeBigUInt64LE(BigInt(count), 24);
  end64.writeBigUInt64LE(BigInt(count), 32);
  end64.writeBigUInt64LE(BigInt(directoryBytes), 40);
  end64.writeBigUInt64LE(BigInt(directoryAt), 48);
  const locator = Buffer.alloc(LOCATOR64.bytes);
  locator.writeUInt32LE(LOCATOR64.signature, 0);
  locator.writeBigUInt64LE(BigInt(directoryAt + directoryBytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([end64, locator, end]);
}
