import { parentPort, workerData } from 'node:worker_threads';
import type { RuleTable } from '../rule-versions.ts';
import { openFiles } from '../source/file-source.ts';
import { readSchemes } from '../source/schemes.ts';
import { type LaneMessage, type LaneOrder, runLanes } from './run-lanes.ts';

/** A thread that audits some partitions of a dump, or of a broker's segments. */
const { from, anchorsText, contents, looks, partitions, rules } = workerData as LaneOrder;
const say = (message: LaneMessage, transfer: ArrayBuffer[] = []): void => parentPort!.postMessage(message, transfer);

const { RULES } = (await import(rules)) as { RULES: RuleTable };
const source = openFiles(from);
// What is wrong with the schemes is told once, by the main thread.
const { book: schemes } = await readSchemes(openFiles(from), () => {});

const summaries = await runLanes(
  partitions,
  { source, rules: RULES, schemes, anchorsText, contents, looks },
  {
    found: (finding) => say({ is: 'found', finding }),
    omitted: (count) => say({ is: 'omitted', count }),
    block: (block) =>
      say({ is: 'block', block }, [block.offsets.buffer, block.times.buffer, block.digests.buffer] as ArrayBuffer[]),
    ended: (partition) => say({ is: 'ended', partition }),
    content: (task) => say({ is: 'content', task }),
    progress: (entries) => say({ is: 'progress', entries }),
  },
);
say({ is: 'done', summaries });
