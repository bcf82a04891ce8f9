import type { Dossier, DossierMaterial, Retention } from '@guidang/contracts';
import { retentionYears, UNIT_ID } from '@guidang/contracts';

/** 保管期限 as DA/T 46 M12 writes it. */
export const retentionWords = (retention: Retention): string => {
  const years = retentionYears(retention);
  return years === null ? '永久' : `${years}年`;
};

export const OUTCOMES: Readonly<Record<Dossier['closing']['outcome'], string>> = {
  granted: '准予',
  refused: '不予',
  ended: '终结',
};

/** 收取方式 */
const COLLECTED: Readonly<Record<string, string>> = {
  upload: '网上提交',
  scan: '窗口扫描',
  certificate: '电子证照调用',
  reuse: '共享复用',
  paper: '收取纸质',
  other: '其他',
};
export const collectedWords = ({ collected }: Pick<DossierMaterial, 'collected'>): string =>
  COLLECTED[collected] ?? collected;

/** 证件类型: names of the two kinds we know; others stay codes of GA/T 2000.156. */
const IDENTITIES: Readonly<Record<string, string>> = { '111': '居民身份证', [UNIT_ID]: '统一社会信用代码' };
export const identityWords = (type: string): string => IDENTITIES[type] ?? type;

export const SHARING = { unconditional: '无条件共享', conditional: '有条件共享', none: '不予共享' } as const;
export const OPENNESS = { open: '开放', restricted: '控制' } as const;
