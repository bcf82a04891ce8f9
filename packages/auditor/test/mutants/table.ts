import { TAMPERINGS } from '../../src/tamper/index.ts';
import { JSON_EDITS } from '../../src/tamper/json-edits.ts';
import { ATTACKERS, type Attacker } from './mutant.ts';
import type { Outcome } from './run.ts';

/** What forgeries that are no tampering of src/tamper and no edit of a field are called. */
const OTHERS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  'splice-case': ['换入另一办件的链节', 'a link of another case spliced in'],
  'splice-partition': ['换入另一分区的链节', 'a link of another partition spliced in'],
  'replay-old': ['重放旧链节', 'an old link replayed'],
  'change-key': ['改动记录键', 'the key of a record is changed'],
  'drop-topic-tail': ['截去分区后半', 'the second half of a partition is dropped'],
  're-seal': ['以真私钥与真时间戳重新固化', 'a case is sealed anew with the real key and a real token'],
  'alter-tile': ['改动日志瓦片', 'a tile of the log is altered'],
  'alter-entries': ['改动日志条目', 'entries of the log are altered'],
  'alter-published': ['改动已公布存证点', 'the published checkpoint is altered'],
  'remove-tile': ['移除日志文件', 'a file of the log is removed'],
};

export function wordsOf(operator: string): readonly [zh: string, en: string] {
  const edit = JSON_EDITS.find(({ name }) => operator === `field-${name}`);
  if (edit) return [`字段：${edit.zh}`, `a field: ${edit.en}`];
  const tampering = TAMPERINGS.find(({ name }) => name === operator);
  if (tampering) return [tampering.zh, tampering.en];
  return OTHERS[operator] ?? [operator, operator];
}

const share = (part: number, all: number): string =>
  all === 0 ? '—' : part === all ? '100 %' : `${(Math.floor((part / all) * 10_000) / 100).toFixed(2)} %`;

type Counted = Pick<Outcome, 'operator' | 'attacker' | 'detected' | 'located'>;

export const sharesOf = (outcomes: readonly Counted[]) => ({
  all: outcomes.length,
  detected: outcomes.filter(({ detected }) => detected).length,
  located: outcomes.filter(({ located }) => located).length,
});

/** What the forgeries came to, by operator and attacker, in Markdown. */
export function outcomeTable(outcomes: readonly Counted[]): string {
  const groups = Map.groupBy(outcomes, ({ operator, attacker }) => `${operator}\t${attacker}`);
  const rows = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, list]) => {
      const [operator = '', attacker = ''] = key.split('\t');
      const [zh, en] = wordsOf(operator);
      const { all, detected, located } = sharesOf(list);
      return `| \`${operator}\` | ${zh}<br>${en} | ${attacker} | ${all} | ${share(detected, all)} | ${share(located, all)} |`;
    });
  const { all, detected, located } = sharesOf(outcomes);
  const attackers = (Object.keys(ATTACKERS) as Attacker[]).map(
    (name) => `| \`${name}\` | ${ATTACKERS[name].zh}<br>${ATTACKERS[name].en} |`,
  );
  return `| attacker | 掌握什么 / what they have |
|---|---|
${attackers.join('\n')}

| operator | 篡改 / forgery | attacker | forgeries | detected | located |
|---|---|---|---|---|---|
${rows.join('\n')}
| **all** | | | **${all}** | **${share(detected, all)}** | **${share(located, all)}** |
`;
}
