import { Worker } from 'node:worker_threads';
import type { SchemeBook } from '@guidang/stream';
import { openAnchors } from '../anchors.ts';
import type { Raised } from '../findings/finding.ts';
import { BlockBuilder, type LeafBlock } from '../log/tape.ts';
import type { RuleTable } from '../rule-versions.ts';
import { inScope, type Scope } from '../scope/scope.ts';
import type { Reach } from '../scope/since.ts';
import type { FileSource } from '../source/file-source.ts';
import type { Source } from '../source/source.ts';
import { Lane, type LaneSummary } from './lane.ts';
import { knownEvidence } from './seal-judge.ts';
import type { ContentTask, LaneSink } from './sink.ts';

/** Findings of one partition that are kept; what a forger does to more records than that is no less told by these. */
export const MOST_FINDINGS = 2_000;

/** Where everything that lanes bring goes to. */
export interface LanesSink {
  found(finding: Raised): void;
  /** Findings that were not kept. */
  omitted(count: number): void;
  block(block: LeafBlock): void;
  /** No more leaves of this partition. */
  ended(partition: number): void;
  content(task: ContentTask): void;
  progress(entries: number): void;
}

export interface LanesPorts {
  readonly source: Source;
  readonly rules: RuleTable;
  readonly schemes: SchemeBook;
  readonly anchorsText: string;
  readonly contents: boolean;
  readonly looks: Looks;
}

/** What of the cases is looked at: in such words that a thread can be told. */
export interface Looks {
  readonly scope: Scope;
  readonly reach: Reach;
  /** Cases that a publisher lists; null where there is no list. */
  readonly listed: ReadonlySet<string> | null;
}

/** Runs lanes side by side in this thread. */
export async function runLanes(
  partitions: readonly number[],
  ports: LanesPorts,
  out: LanesSink,
): Promise<LaneSummary[]> {
  const anchors = openAnchors(ports.anchorsText);
  if (!anchors.ok) throw new Error(anchors.detail);
  const { scope, reach, listed } = ports.looks;
  const known = knownEvidence(anchors.value);
  const asked = { inScope: inScope(scope), reach, listed };
  return Promise.all(
    partitions.map(async (partition) => {
      const { sink, flush } = sinkOf(out);
      const summary = await new Lane({ ...ports, ...asked, anchors: anchors.value, known, partition, sink }).run();
      flush();
      out.ended(partition);
      return summary;
    }),
  );
}

/** A lane's sink that keeps what it finds within bounds and hands leaves on in blocks. */
function sinkOf(out: LanesSink): { sink: LaneSink; flush: () => void } {
  const builders = new Map<string, BlockBuilder>();
  const builder = (topic: string, partition: number): BlockBuilder => {
    const known = builders.get(topic);
    if (known) return known;
    const made = new BlockBuilder(topic, partition, (block) => out.block(block));
    builders.set(topic, made);
    return made;
  };
  let kept = 0;
  return {
    sink: {
      found(finding) {
        if (kept++ < MOST_FINDINGS) out.found(finding);
        else out.omitted(1);
      },
      leaf: (topic, partition, offset, time, sha256) => builder(topic, partition).add(offset, time, sha256),
      vacant(topic, partition, offset, by) {
        if (topic.startsWith('archive.') && !topic.endsWith('.parked')) builder(topic, partition).vacant(offset, by);
      },
      content: (task) => out.content(task),
      progress: (entries) => out.progress(entries),
    },
    flush() {
      for (const one of builders.values()) one.flush();
    },
  };
}

/** What a thread is told. */
export interface LaneOrder {
  readonly from: FileSource;
  readonly anchorsText: string;
  readonly contents: boolean;
  readonly looks: Looks;
  readonly partitions: readonly number[];
  /** Module that exports `RULES`. */
  readonly rules: string;
}

/** What a thread says. */
export type LaneMessage =
  | { readonly is: 'found'; readonly finding: Raised }
  | { readonly is: 'omitted'; readonly count: number }
  | { readonly is: 'block'; readonly block: LeafBlock }
  | { readonly is: 'ended'; readonly partition: number }
  | { readonly is: 'content'; readonly task: ContentTask }
  | { readonly is: 'progress'; readonly entries: number }
  | { readonly is: 'done'; readonly summaries: LaneSummary[] };

/** Runs lanes over files in a thread of their own. */
export function runLanesInThread(order: LaneOrder, out: LanesSink): Promise<LaneSummary[]> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: order });
  return new Promise<LaneSummary[]>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`an auditing thread ended with ${code}`)));
    worker.on('message', (message: LaneMessage) => {
      switch (message.is) {
        case 'found':
          return out.found(message.finding);
        case 'omitted':
          return out.omitted(message.count);
        case 'block':
          return out.block(message.block);
        case 'ended':
          return out.ended(message.partition);
        case 'content':
          return out.content(message.task);
        case 'progress':
          return out.progress(message.entries);
        case 'done':
          return resolve(message.summaries);
      }
    });
  });
}
