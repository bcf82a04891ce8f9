import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { openReader } from '@guidang/stream';
import { openPlaces } from '../content/places.ts';
import { logInFolder, logInVault, type ReadLogFile } from '../dump/log-files.ts';
import { dump } from '../dump/take.ts';
import { localCheckout } from './checkout.ts';
import { ProgressBar } from './progress.ts';
import { refuse } from './refusal.ts';

export interface DumpArguments {
  readonly out?: string | undefined;
  readonly brokers?: string | undefined;
  readonly log?: string | undefined;
  readonly cluster?: string | undefined;
  readonly feedback?: boolean | undefined;
}

export async function dumpCommand({ out, brokers, log, cluster, feedback = false }: DumpArguments): Promise<number> {
  const dir = out ?? refuse('请用 --out 指定文件夹', 'say where to with --out DIR');
  if (existsSync(dir) && readdirSync(dir).length > 0)
    refuse(`${dir} 不是空文件夹，请换一个`, `${dir} is not empty: choose another folder`);
  const addresses = brokersOf(brokers);
  const bar = new ProgressBar();
  const reader = await openReader({ brokers: addresses, clientId: 'guidang-dump' });
  const files = openLogFiles(log);
  try {
    const { partitions, log: dumped } = await dump(reader, {
      dir,
      takenAt: new Date().toISOString(),
      cluster: cluster ?? addresses.join(','),
      log: files?.read,
      feedback,
      progress: (done, of) => bar.show('取出 / dumping', done, of),
    });
    bar.end();
    const records = partitions.reduce((sum, one) => sum + one.records, 0);
    process.stdout.write(
      `${dir}: ${records} 条记录，${partitions.length} 个分区，${dumped?.length ?? 0} 个日志文件 / records, partitions, files of the log\n`,
    );
    return 0;
  } finally {
    bar.end();
    files?.close();
    await reader.close();
  }
}

/** Addresses of brokers: those given, else those of the local parts. */
export const brokersOf = (given: string | undefined): readonly string[] =>
  given?.split(',').filter(Boolean) ??
  localCheckout()?.brokers ??
  refuse('请用 --brokers 指定消息平台地址', 'say which brokers with --brokers HOST:PORT');

/** The files of the log, in the first place that has them: as given, else as the local parts say. `none` leaves them out. */
export function openLogFiles(given: string | undefined): { read: ReadLogFile; close: () => void } | undefined {
  const file = given ?? localCheckout()?.partsFile;
  if (file === undefined || file === 'none') return undefined;
  if (existsSync(file) && statSync(file).isDirectory()) return { read: logInFolder(file), close: () => {} };
  const places = openPlaces(jsonOf(file));
  const place = places.find(({ buckets }) => buckets.log !== undefined);
  const close = (): void => {
    for (const { vault } of places) vault.close();
  };
  if (!place) {
    close();
    return refuse(`${file} 中没有 log 桶`, `no place in ${file} has a bucket "log"`);
  }
  return { read: logInVault(place.vault, place.buckets.log!), close };
}

/** A JSON file. @throws Refusal */
export function jsonOf(file: string): unknown {
  if (!existsSync(file)) refuse(`文件不存在: ${file}`, `no such file: ${file}`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refuse(`${file} 不是合法的 JSON`, `${file} is not JSON`);
  }
}
