import type { CapturedFile, MaterialGroup, Suite } from '@guidang/contracts';

/** The profile's own name; it stands in bag-info.txt and in the description files. */
export const PROFILE = 'guidang-1';

/** Where what lies, below `data/`. */
export const FOLDERS = {
  application: '申请材料',
  process: '过程材料',
  result: '结果材料',
  superseded: '历次材料',
  seal: '校验',
} as const satisfies Record<MaterialGroup | 'superseded' | 'seal', string>;

/** Files with a place of their own, by their path below the bag's folder. */
export const PLACES = {
  readme: 'data/说明文件.txt',
  catalogue: 'data/目录文件.xml',
  basic: 'data/基本信息.xml',
  materials: 'data/材料清单.xml',
  process: 'data/流程信息.xml',
  form: 'data/表单.json',
  document: `data/${FOLDERS.process}/0000_办理过程.pdf`,
  report: `data/${FOLDERS.process}/0000_四性检测报告.pdf`,
  reportData: `data/${FOLDERS.seal}/check-report.json`,
  manifest: `data/${FOLDERS.seal}/manifest.json`,
  signature: `data/${FOLDERS.seal}/manifest.jws`,
  token: `data/${FOLDERS.seal}/timestamp.tst`,
  path: `data/${FOLDERS.seal}/timestamp-path.json`,
  record: `data/${FOLDERS.seal}/evidence-record.ers`,
  nationalSignature: `data/${FOLDERS.seal}/manifest.sm2`,
  nationalCertificates: `data/${FOLDERS.seal}/manifest.sm2.pem`,
  nationalToken: `data/${FOLDERS.seal}/timestamp-sm3.tst`,
  nationalPath: `data/${FOLDERS.seal}/timestamp-path-sm3.json`,
  nationalRecord: `data/${FOLDERS.seal}/evidence-record-sm3.ers`,
  validation: `data/${FOLDERS.seal}/validation.pem`,
  sm3: `data/${FOLDERS.seal}/manifest-sm3.txt`,
  chain: `data/${FOLDERS.seal}/chain.jsonl`,
  scheme: `data/${FOLDERS.seal}/scheme.json`,
} as const;

/** The files of each suite's seal. A package holds those of the suites it was sealed in, and of no other. */
export const SEAL_PLACES = {
  international: {
    signature: PLACES.signature,
    token: PLACES.token,
    path: PLACES.path,
    record: PLACES.record,
  },
  national: {
    signature: PLACES.nationalSignature,
    certificates: PLACES.nationalCertificates,
    token: PLACES.nationalToken,
    path: PLACES.nationalPath,
    record: PLACES.nationalRecord,
  },
} as const;

/** Suites of which there is any file. */
export const suitesOf = (files: { has(path: string): boolean }): Suite[] =>
  (Object.keys(SEAL_PLACES) as Suite[]).filter((suite) =>
    Object.values(SEAL_PLACES[suite]).some((path) => files.has(path)),
  );

/** Name of the bag's folder: the 档号, with its middle dots (U+00B7) written as full stops. No part of a 档号 holds a full stop, so it can be read back. */
export const folderOf = (referenceCode: string): string => referenceCode.replaceAll('·', '.');
export const referenceCodeOf = (folder: string): string => folder.replaceAll('.', '·');

const MOST_CHARACTERS = 60;

/**
 * What a file name should not hold: separators, wildcards, quotes, control and invisible characters. Listed one by one, since the classes of Unicode grow
 * and a package must be the same bytes on every version of the platform.
 */
const UNWANTED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\\/:*?"<>|\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/g;

/**
 * A material's name as part of a file name that every system takes: composed (NFC), nothing unwanted in it, not beginning or ending with a full stop or a space,
 * at most 60 characters.
 */
export function safeName(name: string): string {
  const safe = name.normalize('NFC').toWellFormed().replace(UNWANTED, '_').replace(/\s+/g, ' ');
  const cut = [...safe].slice(0, MOST_CHARACTERS).join('');
  // Cutting between a letter and its mark, or at a full stop, must not leave what the rules above forbid.
  return cut.normalize('NFC').replace(/^[. ]+|[. ]+$/g, '') || '材料';
}

/** The extension of a file: the publisher's where it is plain, otherwise the format family's. */
export function extensionOf({ name, format }: Pick<CapturedFile, 'name' | 'format'>): string {
  const published = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1];
  if (published !== undefined) return published.toLowerCase();
  return /^[a-z0-9]{1,8}$/.test(format) && format !== 'unknown' ? format : 'bin';
}
