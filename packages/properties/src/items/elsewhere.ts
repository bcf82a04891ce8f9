import { type Described, type Evidence, type Item, item } from '../item.ts';
import { NONE } from '../parameters.ts';

type Short = Pick<Described, 'code' | 'zh' | 'en' | 'property' | 'sure'> & {
  readonly level?: Described['level'];
  readonly mode?: Described['mode'];
  readonly basis?: string;
};

/** An item that says the same of every case here: not run, or not applicable, and why. */
const always = (
  { level = 'BLOCK', mode = 'AUTO', basis = 'DA/T 70-2018 (clause not known)', ...named }: Short,
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
