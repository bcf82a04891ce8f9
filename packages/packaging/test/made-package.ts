import { buffer } from 'node:stream/consumers';
import { sha256Hex, sm3Hex } from '@guidang/evidence';
import {
  checkPackage,
  NOT_LOOKED_AT,
  type PackageInput,
  PLACES,
  planPackage,
  readZip,
  sourceOver,
  type Trust,
  writePackage,
} from '../src/index.ts';
import { objectsOver, type SealedCase } from './sealed-case.ts';
import { LIMITS, zipOf } from './zips.ts';

export const CODE = 'J031-ZY·XK·2026·D30-0001';
export const FOLDER = 'J031-ZY.XK.2026.D30-0001';

export const inputOf = (
  { sealed, scheme }: Pick<SealedCase, 'sealed' | 'scheme'>,
  more: Partial<PackageInput> = {},
): PackageInput => ({
  referenceCode: CODE,
  retention: scheme.scheme.retention,
  sealed,
  scheme: scheme.bytes,
  ...more,
});

export async function packageOf(one: SealedCase, more: Partial<PackageInput> = {}): Promise<Buffer> {
  const objects = objectsOver(one.store);
  return buffer(writePackage(await planPackage(inputOf(one, more), objects), objects));
}

/** A package taken apart: files by their path below the folder, to be changed and put together again. */
export type Files = Map<string, Buffer>;

export async function filesOf(bytes: Buffer): Promise<Files> {
  const { members } = await readZip(sourceOver(bytes), LIMITS);
  return new Map(
    members.map(({ path, from, size }) => [path.slice(FOLDER.length + 1), bytes.subarray(from, from + size)]),
  );
}

export const packed = (files: Files, folder = FOLDER): Promise<Buffer> =>
  zipOf(
    [...files]
      .map(([path, bytes]) => ({ path: `${folder}/${path}`, bytes }))
      .sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path))),
  );

export async function failed(bytes: Buffer, trust: Trust): Promise<string[]> {
  return (await checkPackage(sourceOver(bytes), trust)).filter(({ ok }) => !ok).map(({ check }) => check);
}

const line = (path: string, digest: string): string => `${digest}  ${path}\n`;

/**
 * What somebody does who changes a file and then makes all lists agree again: catalogue, both manifests, tag manifest and Payload-Oxum.
 * @param before the files as they were
 */
export function coveredUp(files: Files, before: Files): Files {
  const after = new Map(files);
  let catalogue = after.get(PLACES.catalogue)!.toString();
  for (const [path, old] of before) {
    const now = after.get(path);
    if (now === undefined || now.equals(old)) continue;
    catalogue = catalogue
      .replace(
        new RegExp(
          `(>${path.replace(/[.()]/g, '\\$&')}</computer_file_name>\\s*<computer_file_size title="[^"]*">)\\d+`,
        ),
        `$1${now.length}`,
      )
      .replaceAll(sha256Hex(old), sha256Hex(now))
      .replaceAll(sm3Hex(old), sm3Hex(now));
  }
  after.set(PLACES.catalogue, Buffer.from(catalogue));
  const data = (): [string, Buffer][] =>
    [...after]
      .filter(([path]) => path.startsWith('data/'))
      .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const lists = (digest: (bytes: Buffer) => string, but?: string): Buffer =>
    Buffer.from(
      data()
        .filter(([path]) => path !== but)
        .map(([path, bytes]) => line(path, digest(bytes)))
        .join(''),
    );
  after.set(PLACES.sm3, lists(sm3Hex, PLACES.sm3));
  after.set('manifest-sha256.txt', lists(sha256Hex));
  const size = data().reduce((sum, [, bytes]) => sum + bytes.length, 0);
  const info = after
    .get('bag-info.txt')!
    .toString()
    .replace(/Payload-Oxum: .*/, `Payload-Oxum: ${size}.${data().length}`);
  after.set('bag-info.txt', Buffer.from(info));
  const tags = ['bag-info.txt', 'bagit.txt', 'manifest-sha256.txt'];
  after.set(
    'tagmanifest-sha256.txt',
    Buffer.from(tags.map((path) => line(path, sha256Hex(after.get(path)!))).join('')),
  );
  return after;
}

/** The checks that found something, without those that something else kept from looking. */
export async function found(bytes: Buffer, trust: Trust): Promise<string[]> {
  return (await checkPackage(sourceOver(bytes), trust))
    .filter(({ ok, detail }) => !ok && detail !== NOT_LOOKED_AT)
    .map(({ check }) => check);
}
