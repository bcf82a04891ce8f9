import { type Described, type Evidence, type Item, item } from '../item.ts';
import { NONE } from '../parameters.ts';

type Short = Pick<Described, 'code' | 'zh' | 'en' | 'property' | 'sure'> & {
  readonly level?: Described['level'];
  readonly mode?: Described['mode'];
  readonly basis?: string;
};

/** An item that says the same of every case here: not run, or not applicable, and why. */
const always = (
  { level = 'BLOCK', mode = 'AUTO', basis = 'standards/1 §1.4', ...named }: Short,
  looksAt: string,
  code: string,
  outcome: 'NOT_RUN' | 'NOT_APPLICABLE',
  why: string,
  evidence: Evidence,
): Item =>
  item(
    {
      ...named,
      ...{ level, mode, basis, looksAt },
      built: 'no',
      parameters: NONE,
      codes: { [code]: [outcome, why] },
    },
    ['case'],
    (say) => ({ case: () => [say(code, 'case', evidence)] }),
  );

/** Items about the package: there is none before package has built it. They are judged where it is received (package.ts). */
const ofPackage = (named: Short, looksAt: string): Item =>
  always(
    named,
    looksAt,
    'NO_PACKAGE_YET',
    'NOT_RUN',
    'runs where the package is received (archive.store); when the case closes there is none yet',
    { runsIn: 'store' },
  );

export const referenceCodeRule = ofPackage(
  {
    code: 'GD-1-7',
    zh: '档号规范性检测',
    en: 'reference code follows the rule',
    property: 'authenticity',
    sure: 'F',
    basis: 'DA/T 13-2022',
  },
  'the 档号 against the rule it is built by; it is given by package',
);
export const readmeRule = ofPackage(
  {
    code: 'GD-1-12',
    zh: '说明文件和目录文件规范性检测',
    en: 'readme and catalogue follow the rule',
    property: 'authenticity',
    sure: 'F',
  },
  '说明文件 and 目录文件 of the package',
);
export const packageLayout = ofPackage(
  {
    code: 'GD-1-13',
    zh: '信息包目录结构规范性检测',
    en: 'layout of the package follows the rule',
    property: 'authenticity',
    sure: 'F',
  },
  'folders of the package against the template',
);
export const packageConsistency = ofPackage(
  {
    code: 'GD-1-14',
    zh: '信息包一致性检测',
    en: 'the package did not change on the way',
    property: 'authenticity',
    sure: 'F',
  },
  'digest of the package before sending against that on receipt',
);
export const packageMetadata = ofPackage(
  {
    code: 'GD-2-10',
    zh: '信息包元数据完整性检测',
    en: 'metadata of the package is complete',
    property: 'integrity',
    sure: 'F',
    basis: 'DA/T 48-2009 annex C for EEP',
  },
  'metadata in the package',
);
export const packageContent = ofPackage(
  {
    code: 'GD-2-11',
    zh: '信息包内容数据完整性检测',
    en: 'content of the package is complete',
    property: 'integrity',
    sure: 'F',
  },
  'files in the package against the number its metadata states',
);
export const packageReadable = ofPackage(
  {
    code: 'GD-3-1',
    zh: '信息包中元数据的可读性检测',
    en: 'metadata in the package can be read',
    property: 'usability',
    sure: 'F',
  },
  'whether the metadata files of the package parse',
);
export const databaseReadable = always(
  {
    code: 'GD-3-2',
    zh: '目标数据库中的元数据可访问性检测',
    en: 'metadata in the target database can be read',
    property: 'usability',
    sure: 'F',
  },
  'rows of the target database after loading',
  'NOT_LOADED_YET',
  'NOT_RUN',
  'the case is loaded into the index of use after it was stored (CaseIndexed in archive.use says so)',
  { runsIn: 'use' },
);

/** Items about carriers: cases come over the network and lie in the store. */
const ofCarrier = (named: Short, looksAt: string): Item =>
  always(named, looksAt, 'NO_CARRIER', 'NOT_APPLICABLE', 'no carrier takes part: cases come over the network', {
    carrier: null,
  });

export const carrierExtraFiles = ofCarrier(
  {
    code: 'GD-4-3',
    zh: '载体中多余文件检测',
    en: 'files on the carrier that are not listed',
    property: 'security',
    sure: 'F',
  },
  'files on the carrier against the list',
);
export const carrierSpeed = ofCarrier(
  {
    code: 'GD-4-4',
    zh: '载体读取速度检测',
    en: 'reading speed of the carrier',
    property: 'security',
    sure: 'N',
    level: 'WARN',
    mode: 'MANUAL',
  },
  'reading speed of the carrier',
);
export const carrierAppearance = ofCarrier(
  {
    code: 'GD-4-5',
    zh: '载体外观检测',
    en: 'look of the carrier',
    property: 'security',
    sure: 'N',
    level: 'WARN',
    mode: 'MANUAL',
  },
  'scratches and damage',
);
export const discQuality = ofCarrier(
  {
    code: 'GD-4-6',
    zh: '光盘合格性检测',
    en: 'quality of the disc',
    property: 'security',
    sure: 'N',
    mode: 'EXTERNAL',
    basis: 'DA/T 38',
  },
  'error rate of the disc',
);

export const unnamed = always(
  { code: 'GD-1-9', zh: '(名称不详)', en: '(name not known)', property: 'authenticity', sure: '?', level: 'INFO' },
  'not known: the sources go from GD-1-8 to GD-1-10',
  'NAME_NOT_KNOWN',
  'NOT_RUN',
  'name of the item not known',
  { name: null },
);
export const unnamedUsability = always(
  { code: 'GD-3-7', zh: '(名称不详)', en: '(name not known)', property: 'usability', sure: '?', level: 'INFO' },
  'not known: two names are reported for three places',
  'NAME_NOT_KNOWN',
  'NOT_RUN',
  'name of the item not known',
  { name: null },
);
