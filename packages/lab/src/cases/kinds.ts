/**
 * The kinds of cases the lab tells, and what is told in each. A kind with variants is drawn with one of them where none is asked for.
 */
export const KINDS = {
  granted: { says: '准予: everything in order, a licence is issued', variants: [] },
  refused: { says: '不予: everything in order, the application is turned down', variants: [] },
  ended: { says: '终结: everything in order, handling ends without a decision on the merits', variants: [] },
  replaced: {
    says: '替换: a scan is replaced by a better one while the case is open: it was poor, or breaks off and cannot be read',
    variants: ['poor', 'unreadable'],
  },
  amended: { says: '补正: closed without a required material, opened again, mended, closed again', variants: [] },
  incomplete: { says: '缺材料: closed without a required material, and left so', variants: [] },
  withdrawn: { says: '撤回: taken back by the applicant before it is closed', variants: [] },
  open: { says: '在办: still being handled when nothing more is said', variants: [] },
  'closed-too-early': { says: '提前办结: closed although required steps were never recorded', variants: [] },
  'wrong-digest': {
    says: '摘要不符: the digest announced for a file is not that of its bytes',
    variants: ['mended', 'left'],
  },
  virus: { says: '病毒: the EICAR test file inside a material', variants: ['in-docx', 'behind-pdf'] },
  'fake-extension': { says: '伪装扩展名: named .pdf and something else', variants: ['executable', 'html'] },
  'zip-bomb': { says: '压缩炸弹: a Word document that unpacks a thousandfold', variants: [] },
  unlisted: {
    says: '目录外材料: a material that answers no item of the scheme',
    variants: ['no-item', 'unknown-item'],
  },
  submission: {
    says: '一件事一次办: one submission that serves two cases of different departments, with shared files',
    variants: [],
  },
} as const satisfies Record<string, { says: string; variants: readonly string[] }>;

export type CaseKind = keyof typeof KINDS;
export const CASE_KINDS = Object.keys(KINDS) as CaseKind[];

/** How many cases of each kind there are among so many in a row. */
export type Mix = Readonly<Partial<Record<CaseKind, number>>>;

/** Fifty cases in a row, as the lab mixes them unless told otherwise: three quarters end well at once, every kind comes at least once. */
export const MIX: Mix = {
  granted: 27,
  refused: 3,
  ended: 2,
  replaced: 2,
  amended: 2,
  submission: 2,
  incomplete: 2,
  withdrawn: 2,
  'wrong-digest': 2,
  open: 1,
  'closed-too-early': 1,
  virus: 1,
  'fake-extension': 1,
  'zip-bomb': 1,
  unlisted: 1,
};
