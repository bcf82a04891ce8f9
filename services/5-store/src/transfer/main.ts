/**
 * 移交接收检测: `node services/5-store/src/transfer/main.ts PACKAGE --profile fuzhou-2019 --out FOLDER`. Judges a package from elsewhere (a folder, a zip or a tar) by the items of
 * transfer, and writes report.json and report.pdf. With `--hand-in ACCOUNT --retention D30` it is handed to store as well: KAFKA_BROKERS and VAULT_PLACES as store has them, what was left to people settled
 * in a JSON file (`--settled`); `--again` where store turned it away because other bytes lay in the pre-archive, which are put anew. Ends with 0 where it is accepted, 1 where it is refused, 3 where people have to look, 2 where it could not be judged.
 */
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Retention, SettledFinding } from '@guidang/contracts';
import { openInspector, openScanner } from '@guidang/formats';
import { KafkaConfig, readConfig, VaultConfig } from '@guidang/host';
import { decisionRecord, openPublisher } from '@guidang/stream';
import { s3Vault } from '@guidang/vault';
import { z } from 'zod';
import { handingIn, type ToHandIn } from './hand-in.ts';
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
      ...{ 'hand-in': { type: 'string' }, retention: { type: 'string' }, settled: { type: 'string' } },
      sender: { type: 'string' },
      again: { type: 'boolean', default: false },
    },
  });
  const [path] = positionals;
  if (!path || !values.profile || !values.out) {
    process.stderr.write(
      `用法 / usage: PACKAGE --profile ${PROFILES.join('|')}|FILE --out FOLDER [--digest SHA256] [--bytes N] [--items N] [--files N] [--clamd HOST:PORT] [--carrier] [--hand-in ACCOUNT --retention Y|D30|D10 [--settled FILE] [--sender USCC] [--again]]\n`,
    );
    return 2;
  }
  if (values['hand-in'] !== undefined && (await stat(path)).isDirectory()) {
    process.stderr.write(
      '移交入库须为单个文件（zip 或 tar）/ what is handed in is one file, a zip or a tar; pack the folder first\n',
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
    const account = values['hand-in'];
    if (account !== undefined) {
      const settled = values.settled ? z.array(SettledFinding).parse(await jsonIn(values.settled)) : [];
      const retention = Retention.parse(values.retention);
      const { again } = values;
      const who = { account, sender: values.sender ?? null, retention, settled, again, at: Date.now() };
      const handed = handingIn(receipt, await readFile(path), who);
      await handOver(handed, again);
      process.stdout.write(`${handed.record.case} ${handed.record.id}\n`);
    }
    return EXITS[receipt.verdict];
  } finally {
    inspector.close();
    scanner?.close();
  }
}

const jsonIn = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

/** Puts what was judged where store fetches it from, and tells store: in this order, so that nothing is asked for that is not there. */
async function handOver({ record, objects }: ToHandIn, anew: boolean): Promise<void> {
  const Config = z.object({
    ...{ KAFKA_BROKERS: KafkaConfig.shape.KAFKA_BROKERS, VAULT_PLACES: VaultConfig.shape.VAULT_PLACES },
    PREARCHIVE_BUCKET: z.string().default('prearchive'),
  });
  const config = readConfig(Config, process.env);
  if ('faults' in config) throw new Error(config.faults.join('; '));
  const vault = s3Vault(config.VAULT_PLACES[0]!);
  const publisher = await openPublisher({ brokers: config.KAFKA_BROKERS, clientId: 'transfer' });
  try {
    for (const bytes of objects) await vault.put(config.PREARCHIVE_BUCKET, bytes, { replace: anew });
    await publisher.publish([await decisionRecord(publisher, record)]);
  } finally {
    await publisher.close();
    vault.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`无法检测 / could not be judged: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
