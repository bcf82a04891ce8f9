import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { archiveTopic } from '@guidang/contracts';
import { signerOf } from '@guidang/evidence';
import type { Log } from '@guidang/host';
import { heldBytes, type KafkaOptions, openReader, openWriter, SchemeFollower, type StateCache } from '@guidang/stream';
import { type Config, logKey } from './config.ts';
import { Follower } from './log/follower.ts';
import { readHistory } from './log/history.ts';
import { KEEP_EVERY_MS } from './log/keeping.ts';
import { LinksAtHand } from './log/links-at-hand.ts';
import { Notary } from './log/notary.ts';
import { LinkRefused } from './log/refused.ts';
import { resumeTiles, type TileStore } from './log/tiles.ts';
import { Witnesses } from './log/witnesses.ts';
import type { NotaryMetrics } from './metrics.ts';
import { heard, type Pulse } from './pulse.ts';
import { IN_CHAIN_ORDER } from './rules.ts';

export interface SessionPorts {
  readonly config: Config;
  readonly kafka: KafkaOptions;
  readonly cache: StateCache | undefined;
  readonly tiles: TileStore;
  readonly stamp: (digest: Uint8Array) => Promise<Uint8Array>;
  readonly metrics: NotaryMetrics;
  readonly log: Log;
  readonly ready: (is: boolean) => void;
  readonly pulse: Pulse;
}

/** Partitions of a step have slots of their own in the cache: step times this, plus partition. */
const SLOTS = 10_000;
const SAVE_EVERY_MS = 5_000;

/**
 * From opening to the first thing that breaks: fences a notary before it, reads how far the log is, and extends it. A link that does not follow from
 * its facts ends the work, not the session: it waits, loudly, until it is stopped.
 */
export async function session(ports: SessionPorts, stop: AbortSignal): Promise<void> {
  const { config, kafka, cache, tiles, stamp, metrics, log, ready, pulse } = ports;
  const key = logKey(config);
  pulse.beat();
  const reader = heard(await openReader(kafka), pulse);
  const writer = await openWriter(kafka, `guidang.notary.${key.name}`);
  try {
    await writer.fence();
    const history = await readHistory(reader, key.name);
    const tree = await resumeTiles(history, tiles, reader);
    const schemes = new SchemeFollower(reader);
    await schemes.refresh();
    const owner = randomUUID();
    const followers: Follower[] = [];
    const atHand = new LinksAtHand();
    const places: { versions: (typeof IN_CHAIN_ORDER)[number]; partition: number; slot: number }[] = [];
    for (const [step, versions] of IN_CHAIN_ORDER.entries())
      for (const partition of await reader.partitions(archiveTopic(versions[0].step)))
        places.push({ versions, partition, slot: step * SLOTS + partition });
    const most = heldBytes(places.length);
    for (const { versions, partition, slot } of places)
      followers.push(new Follower(versions, partition, reader, schemes, cache, slot, owner, atHand, most));
    const notary = await Notary.open(
      {
        reader,
        writer,
        key,
        sign: signerOf(config.NOTARY_KEY_FILE),
        followers,
        tiles,
        witnesses: new Witnesses(config.WITNESSES, tiles),
        quorum: config.WITNESS_QUORUM,
        stamp,
        stampEveryMs: config.TIMESTAMP_MS,
        most: config.BATCH_LINKS,
        now: Date.now,
      },
      history,
      tree,
    );
    log.info({ size: history.size, batch: history.batch }, '存证就绪 / the log is open');
    ready(true);
    await keepExtending(notary, config.BATCH_MS, ports, stop);
  } catch (error) {
    if (!(error instanceof LinkRefused)) throw error;
    ready(false);
    pulse.rest();
    metrics.refused(error);
    log.fatal(error.told, error.message);
    await new Promise<void>((resolve) => {
      if (stop.aborted) resolve();
      else stop.addEventListener('abort', () => resolve(), { once: true });
    });
  } finally {
    ready(false);
    await writer.close();
    await reader.close();
  }
}

async function keepExtending(
  notary: Notary,
  pauseMs: number,
  { metrics, log, pulse }: Pick<SessionPorts, 'metrics' | 'log' | 'pulse'>,
  stop: AbortSignal,
): Promise<void> {
  let saved = performance.now();
  let kept = Number.NEGATIVE_INFINITY;
  while (!stop.aborted) {
    pulse.beat();
    const began = performance.now();
    let links: number;
    try {
      links = await notary.extend();
    } catch (error) {
      if (error instanceof LinkRefused) await notary.putAside(error);
      throw error;
    }
    if (links > 0) metrics.extended(links, (performance.now() - began) / 1000, notary.history.size);
    const outcome = await notary.witness();
    metrics.witnessed(outcome, notary.history);
    for (const error of outcome.refusals)
      log.warn({ error }, '见证或时间戳暂缺 / a cosignature or timestamp is missing for now');
    if (performance.now() - kept > KEEP_EVERY_MS) {
      await notary.keep();
      kept = performance.now();
    }
    if (performance.now() - saved > SAVE_EVERY_MS || links === 0) {
      await notary.save();
      saved = performance.now();
    }
    await sleep(Math.max(0, pauseMs - (performance.now() - began)), undefined, { signal: stop }).catch(() => {});
  }
  await notary.save();
}
