import {
  type HandedIn,
  type Link,
  linkBytes,
  linkHeaders,
  linkId,
  PackageReceived,
  type RawRecord,
  receivedNumber,
} from '@guidang/contracts';
import { contentNameOf, sha256Hex, sm3Hex } from '@guidang/evidence';
import { MemoryStore, type Vault, vaultOver } from '@guidang/vault';

const AT = '2026-03-05T12:00:00.000Z';
export const SENDER = '12441500196720244T';
export const CODE = '350100-0059-0100190012-2018-D30-000021';
const ENTRY = '王小明的办件/申报文件/申请表.pdf';

/** A tar (ustar) of one file. */
function tar(name: string, body: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  header.fill(' ', 148, 156);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512), Buffer.alloc(1024)]);
}

const refOf = (bytes: Buffer): HandedIn['package'] => ({
  ...{ content: contentNameOf(bytes), sm3: sm3Hex(bytes), size: bytes.length },
});

export interface ReceivedPackage {
  readonly number: string;
  readonly link: PackageReceived;
  readonly record: RawRecord;
  readonly places: Map<string, Vault>;
}

const inMemory = (): Map<string, Vault> => new Map(['a', 'b'].map((place) => [place, vaultOver(new MemoryStore())]));

/** A package from elsewhere as store left it, with its report beside it, in both places. @param listed whether the report says what is in it, as reports do since they are made for it */
export async function receivedPackage(
  file: Buffer,
  { listed = true, puid = 'fmt/477', places = inMemory() } = {},
): Promise<ReceivedPackage> {
  const bytes = tar(ENTRY, file);
  const contents = {
    ...{ layout: { id: 'fuzhou-2019' }, items: 1, files: 1 },
    described: [{ element: 'project_name', zh: '办件名称', value: '王小明的医师执业注册' }],
    listed: [{ path: 'package/1', entry: ENTRY, name: '申请表.pdf', ...refOf(file), format: 'pdf', puid }],
  };
  const report = Buffer.from(JSON.stringify({ referenceCodes: [CODE], ...(listed && { contents }) }));
  const copies: PackageReceived['facts']['copies'][] = [];
  for (const [place, vault] of places) {
    const put = async (object: Buffer) => {
      const { key, versionId } = await vault.put('archive', object);
      const lock = { mode: 'COMPLIANCE' as const, until: '2056-12-31T15:59:59Z' };
      return {
        ...{ place, bucket: 'archive', key, versionId: versionId!, size: object.length, lock },
        sha256: sha256Hex(object),
      };
    };
    copies.push([await put(bytes), await put(report)]);
  }
  const number = receivedNumber(sha256Hex(bytes));
  const handed: HandedIn = {
    ...{ profile: 'fuzhou-2019', sender: SENDER, package: refOf(bytes), report: refOf(report), items: 1, files: 2 },
    ...{ retention: 'D30', rules: { base: 'yj@1', digest: `sha256:${sha256Hex('yj@1')}` }, findings: [], settled: [] },
    counts: { PASS: 1, FAIL: 0, WARN: 0, MANUAL_REVIEW: 0, NOT_APPLICABLE: 0, NOT_RUN: 0 },
  };
  const [ours, theirs] = [copies.map(([one]) => one!), copies.map(([, one]) => one!)];
  const until = '2056-12-31T15:59:59Z';
  const link: Link = {
    ...{ id: linkId('store', `handed ${number} handed-0001`), case: number, step: 'store', seq: 0, previous: null },
    input: { topic: 'case.decisions', partition: 0, offset: 0, sha256: sha256Hex('handed in') },
    ...{ type: 'PackageReceived', version: 1, time: AT },
    decider: { software: '0.1.0', rules: 'store@3', scheme: null },
    facts: { copies: ours, reports: theirs, lockUntil: until, fault: null },
    body: { request: 'handed-0001', by: 'archivist-a', handed, copies: ours, reports: theirs, retainUntil: until },
  };
  const value = linkBytes(link);
  const record: RawRecord = {
    ...{ topic: 'archive.store', partition: 1, offset: 7, timestamp: Date.parse(AT) + 1000 },
    ...{ key: Buffer.from(number), value, headers: linkHeaders(link) },
  };
  return { number, link: PackageReceived.parse(JSON.parse(Buffer.from(value).toString())), record, places };
}
