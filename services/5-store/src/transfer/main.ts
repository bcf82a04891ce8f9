/**
 * 移交接收检测: `node services/5-store/src/transfer/main.ts PACKAGE --profile fuzhou-2019 --out FOLDER`. Judges a package from elsewhere (a folder, a zip or a tar) by the items of
 * transfer, and writes report.json and report.pdf. Ends with 0 where it is accepted, 1 where it is refused, 3 where people have to look, 2 where it could not be judged.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openInspector, openScanner } from '@guidang/formats';
import { openPackage } from './open-package.ts';
import { paperOf } from './paper.ts';
import { PROFILES, profileOf } from './profile.ts';
import { receivePackage } from './receive.ts';

const EXITS = { ACCEPTED: 0, REJECTED: 1, PENDING_REVIEW: 3 } as const;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...{
        profile: { type: 'string' },
        out: { type: 'string' },
        digest: { type: 'string' },
        bytes: { type: 'string' },
      },
      ...{ items: { type: 'string' }, files: { type: 'string' }, clamd: { type: 'string' } },
      carrier: { type: 'boolean', default: false },
    },
  });
  const [path] = positionals;
  if (!path || !values.profile || !values.out) {
    process.stderr.write(
      `用法 / usage: PACKAGE --profile ${PROFILES.join('|')}|FILE --out FOLDER [--digest SHA256] [--bytes N] [--items N] [--files N] [--clamd HOST:PORT] [--carrier]\n`,
    );
    return 2;
  }
  const number = (text: string | undefined): number | null =>
    text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
  const { digest = null, bytes, items, files } = values;
  const stated = { digest, bytes: number(bytes), items: number(items), files: number(files) };
  const [host, port] = values.clamd?.split(':') ?? [];
  const scanner = host && port ? openScanner({ host, port: Number(port) }) : null;
  const inspector = openInspector({ workers: 1 });
  try {
    const ports = { inspector, scanner, now: Date.now };
    const carrier = values.carrier ? 'offline' : null;
    const receipt = await receivePackage(await openPackage(path), profileOf(values.profile), stated, carrier, ports);
    await mkdir(values.out, { recursive: true });
    await writeFile(join(values.out, 'report.json'), `${JSON.stringify(receipt, null, 2)}\n`);
    await writeFile(join(values.out, 'report.pdf'), paperOf(receipt));
    process.stdout.write(`${receipt.verdict} ${join(values.out, 'report.json')}\n`);
    return EXITS[receipt.verdict];
  } finally {
    inspector.close();
    scanner?.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`无法检测 / could not be judged: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
