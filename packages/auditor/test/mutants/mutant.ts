import type { Chance } from '../../src/tamper/chance.ts';
import type { MemoryDump } from '../../src/tamper/memory-dump.ts';
import type { Touched } from '../../src/tamper/tampering.ts';
import type { Signers } from '../history/trust.ts';

/** Who forges. What can be written with the dump in hand, dump.json included, an operator can write as well. */
export const ATTACKERS = {
  operator: { zh: '掌握消息平台与数据库者', en: 'has broker, database and dump' },
  rechain: { zh: '同上，并重算其后全部摘要', en: 'the same, and computes all digests after it anew' },
  'seal-key': { zh: '另持固化签名私钥', en: 'has the key of the seal as well' },
  'log-key': { zh: '另持存证日志私钥', en: 'has the key of the log as well' },
} as const;
export type Attacker = keyof typeof ATTACKERS;

/** One forgery. */
export interface Mutant {
  readonly operator: string;
  readonly attacker: Attacker;
  /** What it is done to: type of record and field, or a tampering as a whole. */
  readonly place: string;
  /** @returns what was touched; undefined where there is nothing it could be done to, or it leaves everything as it was */
  apply(dump: MemoryDump, tools: { readonly chance: Chance; readonly signers: Signers }): Touched | undefined;
}
