import { rmSync } from 'node:fs';
import { ensure, recordOf, stop } from './manager.ts';
import { kafka } from './parts/kafka.ts';
import { roomOf } from './paths.ts';
import { anyFreePort, HOST } from './ports.ts';

/** A real broker for one test alone, which may stop and kill it as it likes. It keeps its port and its data through that. */
export interface OwnBroker {
  readonly brokers: string[];
  /** Folder in which it keeps its partitions. */
  readonly dataDir: string;
  /** Starts it again after `kill` or `stop`; harmless while it runs. */
  start(): Promise<void>;
  /** `kill -9`: what was not written is lost, as in a crash of the process. */
  kill(): void;
  /** Asks it to leave in order. */
  stop(): Promise<void>;
  /** Ends it and throws its data away. */
  discard(): Promise<void>;
}

/**
 * Makes and starts one, with the settings of infra/kafka/topics.yaml and no topics.
 * @param name part of its folder's name; one run after the other may use the same, two at once may not
 */
export async function ownBroker(name: string): Promise<OwnBroker> {
  const ports = { kafka: await anyFreePort(), kafkaController: await anyFreePort() };
  const part = kafka(ports, `kafka-${name}`);
  const discard = async (): Promise<void> => {
    await stop({ ...part, stopPatienceMs: 0 });
    rmSync(roomOf(part.name), { recursive: true, force: true });
  };
  await discard(); // what a run that was killed has left
  await ensure(part);
  return {
    brokers: [`${HOST}:${ports.kafka}`],
    dataDir: `${roomOf(part.name)}/data`,
    start: async () => {
      await ensure(part);
    },
    kill: () => {
      process.kill(recordOf(part.name)!.pid, 'SIGKILL');
    },
    stop: async () => {
      await stop(part);
    },
    discard,
  };
}
