const SECTOR = 512;
const END = 0xfffffffe;
const TABLE = 0xfffffffd;
const FREE = 0xffffffff;

/** A compound file with these streams, each padded to at least 4 KiB so that it lies in sectors of its own. */
export function compoundFile(streams: Readonly<Record<string, Buffer>>, storages: readonly string[] = []): Buffer {
  const names = Object.keys(streams);
  const bodies = names.map((name) => {
    const body = Buffer.alloc(Math.ceil(Math.max(streams[name]!.length, 4096) / SECTOR) * SECTOR);
    streams[name]!.copy(body);
    return body;
  });
  const entries = Math.ceil((1 + names.length + storages.length) / 4) * 4;
  const directorySectors = entries / 4;
  const table = Buffer.alloc(SECTOR, 0xff);
  const next = (sector: number, value: number): number => table.writeUInt32LE(value, sector * 4);
  next(0, TABLE);
  for (let n = 0; n < directorySectors; n += 1) next(1 + n, n + 1 < directorySectors ? 2 + n : END);
  const directory = Buffer.alloc(directorySectors * SECTOR);
  const entry = (at: number, name: string, kind: number, first: number, size: number): void => {
    const base = at * 128;
    directory.write(name, base, 'utf16le');
    directory.writeUInt16LE(name.length * 2 + 2, base + 64);
    directory[base + 66] = kind;
    for (const link of [68, 72, 76]) directory.writeUInt32LE(FREE, base + link);
    directory.writeUInt32LE(first, base + 116);
    directory.writeUInt32LE(size, base + 120);
  };
  entry(0, 'Root Entry', 5, END, 0);
  // The root's children hang to the right of one another: a poor tree, but a tree, which strict readers walk.
  if (names.length + storages.length > 0) directory.writeUInt32LE(1, 76);
  let sector = 1 + directorySectors;
  bodies.forEach((body, n) => {
    entry(1 + n, names[n]!, 2, sector, body.length);
    const count = body.length / SECTOR;
    for (let at = 0; at < count; at += 1) next(sector + at, at + 1 < count ? sector + at + 1 : END);
    sector += count;
  });
  for (const [n, name] of storages.entries()) entry(1 + names.length + n, name, 1, END, 0);
  for (let n = 1; n < names.length + storages.length; n += 1) directory.writeUInt32LE(n + 1, n * 128 + 72);
  const header = Buffer.alloc(SECTOR);
  header.write('d0cf11e0a1b11ae1', 0, 'hex');
  header.writeUInt16LE(0x3e, 24);
  header.writeUInt16LE(3, 26);
  header.writeUInt16LE(0xfffe, 28);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  header.writeUInt32LE(1, 44);
  header.writeUInt32LE(1, 48);
  header.writeUInt32LE(4096, 56);
  header.writeUInt32LE(END, 60);
  header.writeUInt32LE(END, 68);
  for (let at = 76; at < SECTOR; at += 4) header.writeUInt32LE(FREE, at);
  header.writeUInt32LE(0, 76);
  return Buffer.concat([header, table, directory, ...bodies]);
}

/** The head of a Word 97 file information block; `encrypted` sets its bit. */
export function wordStream(encrypted = false): Buffer {
  const fib = Buffer.alloc(4096, 0x20);
  fib.writeUInt16LE(0xa5ec, 0);
  fib.writeUInt16LE(0xc1, 2);
  fib.writeUInt16LE(encrypted ? 0x0100 : 0, 10);
  return fib;
}

/** Records of an Excel 97 workbook: BOF, perhaps FILEPASS, EOF. */
export function workbookStream(encrypted = false): Buffer {
  const record = (type: number, ...bytes: number[]): Buffer => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(type, 0);
    head.writeUInt16LE(bytes.length, 2);
    return Buffer.concat([head, Buffer.from(bytes)]);
  };
  const begin = record(0x0809, 0, 6, 5, 0, ...new Array(12).fill(0));
  return Buffer.concat([begin, ...(encrypted ? [record(0x2f, 0, 0, 1, 2)] : []), record(0x0a), Buffer.alloc(4096)]);
}
