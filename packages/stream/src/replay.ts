import { type AnyRule, archiveTopic } from '@guidang/contracts';
import { ChainJudge } from './judge.ts';
import { cursorOver, type LogReader } from './reader.ts';
import { type LinkFinding, openLink } from './redecide.ts';
import { type RuleVersions, versionsOf } from './rule-versions.ts';
import { SchemeFollower } from './scheme-follower.ts';

export interface ReplayFinding extends LinkFinding {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly case: string;
}

export interface ReplayReport {
  /** Links decided again whose `time` lies in the range. */
  readonly links: number;
  readonly findings: readonly ReplayFinding[];
}

/**
 * Decides recorded input again and compares with the links that were written, without side effects: nothing is gathered, nothing is written. Links before
 * `from` are read for what the step remembers, and not judged.
 * @param rules of the step: every version that ever wrote a link, newest first
 * @param from first moment, RFC 3339 in UTC; left out, from the beginning
 * @param until first moment no more, likewise
 */
export async function replay(
  rules: AnyRule | RuleVersions,
  reader: LogReader,
  {
    from,
    until,
    progress,
  }: { from?: string | undefined; until?: string | undefined; progress?: (links: number) => void } = {},
): Promise<ReplayReport> {
  const schemes = new SchemeFollower(reader);
  await schemes.refresh();
  const versions = versionsOf(rules);
  const { step } = versions[0];
  const topic = archiveTopic(step);
  const reads = new Set(versions.flatMap((rule) => rule.reads));
  const findings: ReplayFinding[] = [];
  let links = 0;
  for (const partition of await reader.partitions(topic)) {
    const judge = new ChainJudge(versions, schemes.book);
    const inputs = new Map([...reads].map((input) => [input, cursorOver(reader, input, partition)]));
    const { start, end } = await reader.extent(topic, partition);
    for await (const entry of reader.scan(topic, partition, start, end)) {
      if (entry.kind !== 'record') continue;
      const opened = openLink(step, entry.record);
      const { link } = opened;
      const input = await inputs.get(link.input.topic)?.at(link.input.offset);
      if (!input) throw new Error(`${topic}-${partition}@${entry.offset} answers a record that is not there`);
      const found = judge.judge(opened, input);
      if ((from !== undefined && link.time < from) || (until !== undefined && link.time >= until)) continue;
      links += 1;
      for (const finding of found)
        findings.push({ ...finding, topic, partition, offset: entry.offset, case: link.case });
      if (links % 1000 === 0) progress?.(links);
    }
  }
  return { links, findings };
}
