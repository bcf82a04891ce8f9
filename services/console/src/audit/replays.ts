import { randomUUID } from 'node:crypto';
import type { Replay } from '../api/work.ts';
import { type Ended, type Run, runCommand } from './command.ts';

export interface ReplayPorts {
  /** The auditor's command, word by word. */
  readonly command: readonly string[];
  readonly brokers: readonly string[];
  /** milliseconds since 1970 */
  readonly now: () => number;
}

export type ReplayWanted = Pick<Replay, 'step' | 'from' | 'until'>;

const LONGEST_MS = 30 * 60_000;
const MOST_KEPT = 20;
const MOST_SHOWN = 50;
const COUNTED = /(\d+) 条链节重新判定，(\d+) 处不同/;

/**
 * Dry runs: what a step decided in a range is decided again from the recorded facts and compared, by the auditor's command. Nothing is gathered and nothing is written, so they
 * are kept in memory alone; that somebody asked for one is in the operation log.
 */
export class Replays {
  readonly #ports: ReplayPorts;
  #runs: readonly Replay[] = [];
  #underWay: Run | undefined;

  constructor(ports: ReplayPorts) {
    this.#ports = ports;
  }

  get list(): readonly Replay[] {
    return this.#runs;
  }

  /** Undefined where another one is under way: it reads the whole topic, and one at a time is enough for a machine. */
  start(account: string, { step, from, until }: ReplayWanted): string | undefined {
    if (this.#runs.some(({ state }) => state === 'running')) return undefined;
    const { command, brokers, now } = this.#ports;
    const run: Replay = {
      ...{ id: randomUUID(), account, step, from, until, state: 'running' },
      ...{ startedAt: new Date(now()).toISOString(), links: null, differences: null, lines: [] },
    };
    this.#runs = [run, ...this.#runs].slice(0, MOST_KEPT);
    const range = [...(from === null ? [] : ['--from', from]), ...(until === null ? [] : ['--until', until])];
    const process = runCommand(command, ['replay', step, '--brokers', brokers.join(','), ...range], LONGEST_MS);
    this.#underWay = process;
    void process.ended.then((ended) => {
      this.#runs = this.#runs.map((one) => (one.id === run.id ? { ...one, ...outcomeOf(ended) } : one));
    });
    return run.id;
  }

  /** Ends the one under way; it is shown as failed. */
  close(): void {
    this.#underWay?.kill();
  }
}

/** What is read off how the command ended; whatever is not understood is a run that failed, never one that found nothing. */
function outcomeOf({ code, said, complained }: Ended): Pick<Replay, 'state' | 'links' | 'differences' | 'lines'> {
  const [, links, differences] = COUNTED.exec(said) ?? [];
  if ((code !== 0 && code !== 1) || links === undefined)
    return { ...{ state: 'failed', links: null, differences: null }, lines: complained.trim().split('\n').slice(-1) };
  return {
    ...{ state: code === 0 ? 'same' : 'differs', links: Number(links), differences: Number(differences) },
    lines: said
      .trim()
      .split('\n')
      .slice(1, MOST_SHOWN + 1),
  };
}
