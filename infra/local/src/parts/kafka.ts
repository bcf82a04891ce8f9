import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { writeWhole } from '../files.ts';
import type { Launch, Part } from '../part.ts';
import { roomOf, TOOLS } from '../paths.ts';
import { HOST, type Ports } from '../ports.ts';
import { brokerSettings } from '../topics-file.ts';

const LIBS = `${TOOLS}/kafka/libs`;

/**
 * Apache Kafka in KRaft mode: one process is broker and controller.
 * @param name another one than `kafka` for a broker of a test's own, in a folder of its own
 */
export function kafka(ports: Pick<Ports, 'kafka' | 'kafkaController'>, name = 'kafka'): Part {
  const room = roomOf(name);
  const properties = `${room}/server.properties`;
  const data = `${room}/data`;
  return {
    name,
    zh: '消息总线',
    en: 'Apache Kafka',
    port: ports.kafka,
    missing: () => (existsSync(LIBS) ? undefined : `${LIBS}:尚未下载,请运行 make up / not fetched yet, run make up`),
    version: async () => jarVersion(readdirSync(LIBS)),
    prepare: async () => {
      const settings = { ...brokerSettings(), ...addresses(ports), 'log.dirs': data };
      const text = Object.entries(settings)
        .map(([name, value]) => `${name}=${value}\n`)
        .join('');
      writeWhole(properties, text);
      if (!existsSync(`${data}/meta.properties`)) format(properties);
      return launch(room, properties, text);
    },
    healthy: () => speaksKafka(ports.kafka),
  };
}

/** `kafka_2.13-4.4.0.jar` → `4.4.0` */
export function jarVersion(jars: readonly string[]): string {
  const match = jars.map((jar) => /^kafka_2\.13-(.+)\.jar$/.exec(jar)?.[1]).find((found) => found !== undefined);
  if (match === undefined) throw new Error(`no kafka_2.13 jar in ${LIBS}`);
  return match;
}

function addresses(ports: Pick<Ports, 'kafka' | 'kafkaController'>): Record<string, string> {
  const broker = `PLAINTEXT://${HOST}:${ports.kafka}`;
  return {
    'controller.quorum.voters': `1@${HOST}:${ports.kafkaController}`,
    listeners: `${broker},CONTROLLER://${HOST}:${ports.kafkaController}`,
    'advertised.listeners': broker,
  };
}

function format(properties: string): void {
  // A cluster's name is 16 bytes in base64url; a random UUID is what the broker's own tool would draw, and spares starting it twice.
  const cluster = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
  execFileSync(
    'java',
    [
      '-XX:-UsePerfData',
      '-XX:TieredStopAtLevel=1',
      '-cp',
      `${LIBS}/*`,
      'kafka.tools.StorageTool',
      'format',
      `--cluster-id=${cluster}`,
      '-c',
      properties,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
}

function launch(room: string, properties: string, text: string): Launch {
  return {
    command: 'java',
    args: [
      '-Xms128m',
      '-Xmx512m',
      '-Xss512k',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-XX:MaxDirectMemorySize=128m',
      '-XX:-UsePerfData',
      // Its libraries unpack there what is no Java.
      `-Djava.io.tmpdir=${room}/tmp`,
      '-XX:+ExitOnOutOfMemoryError',
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
      '-Dorg.slf4j.simpleLogger.showDateTime=true',
      "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
      '-cp',
      `${LIBS}/*`,
      'kafka.Kafka',
      properties,
    ],
    env: { PATH: process.env.PATH },
    cwd: room,
    rests: [text, ...readdirSync(LIBS).sort()],
  };
}

/** ApiVersions v0 without a client id: size 10, api key 18, version 0, correlation 1, null client id. */
const API_VERSIONS = Buffer.from('0000000a001200000000' + '0001ffff', 'hex');

/** Asks the port which requests it knows: the one question a broker answers as soon as it serves, and nobody else does. */
function speaksKafka(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: HOST }, () => socket.write(API_VERSIONS));
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    let answer = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      answer = Buffer.concat([answer, bytes]);
      if (answer.length >= 10) settle(answer.readInt32BE(4) === 1 && answer.readInt16BE(8) === 0);
    });
    socket.setTimeout(1500, () => settle(false));
    socket.once('error', () => settle(false));
    socket.once('close', () => settle(false));
  });
}
