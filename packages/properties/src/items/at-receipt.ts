import type { Described, Item, Judges } from '../item.ts';
import type { Called } from '../stage/mirrored.ts';
import * as of from '../stage/package-items.ts';

const NO_PACKAGE_YET = [
  'NOT_RUN',
  'runs where the package is received (archive.store); when the case closes there is none yet',
] as const;

type Short = Pick<Described, 'code' | 'zh' | 'en'> & { readonly basis?: string };

/**
 * An item of archiving whose object is the package. When the case closes there is none yet, and it says so; where the package is received, it judges it (rules gd@1), and what it found stands
 * in the link of store.
 */
function atReceipt(made: (called: Called) => Item, { basis, ...named }: Short): Item {
  const item = made({ ...named, sure: 'F', number: named.code });
  const { number: _, ...own } = item;
  return {
    ...own,
    ...(basis && { basis }),
    judges: ['case', 'package'],
    codes: { ...item.codes, NO_PACKAGE_YET },
    under(rule): Judges {
      const { package: judge } = item.under(rule);
      return {
        ...(judge && { package: judge }),
        case: () => [
          {
            ...{ item: item.code, outcome: NO_PACKAGE_YET[0], level: rule.level },
            ...{ object: 'case', code: 'NO_PACKAGE_YET', evidence: { runsIn: 'store' } },
          },
        ],
      };
    },
  };
}

export const referenceCodeRule = atReceipt(of.referenceCodes, {
  code: 'GD-1-7',
  zh: '档号规范性检测',
  en: 'reference code follows the rule',
});
export const readmeRule = atReceipt(of.documents, {
  code: 'GD-1-12',
  zh: '说明文件和目录文件规范性检测',
  en: 'readme and catalogue follow the rule',
});
export const packageLayout = atReceipt(of.layout, {
  code: 'GD-1-13',
  zh: '信息包目录结构规范性检测',
  en: 'layout of the package follows the rule',
});
export const packageConsistency = atReceipt(of.consistency, {
  code: 'GD-1-14',
  zh: '信息包一致性检测',
  en: 'the package did not change on the way',
});
export const packageMetadata = atReceipt(of.metadataWhole, {
  code: 'GD-2-10',
  zh: '信息包元数据完整性检测',
  en: 'metadata of the package is complete',
});
export const packageContent = atReceipt(of.totalFiles, {
  code: 'GD-2-11',
  zh: '信息包内容数据完整性检测',
  en: 'content of the package is complete',
});
export const packageReadable = atReceipt(of.metadataReadable, {
  code: 'GD-3-1',
  zh: '信息包中元数据的可读性检测',
  en: 'metadata in the package can be read',
});
