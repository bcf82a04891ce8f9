import { type AddressInfo, createServer } from 'node:net';

export const HOST = '127.0.0.1';

/**
 * Default ports, all on loopback and all below 32768, where the kernel does not hand out ports to outgoing connections.
 * A second checkout on the same machine takes the same numbers plus an offset.
 */
export const DEFAULT_PORTS = {
  kafka: 19092,
  kafkaController: 19093,
  postgres: 15432,
  placeA: 17070,
  placeB: 17071,
  clamd: 13310,
  tsa: 13161,
  witness: 13162,
  witness2: 13166,
  witness3: 13167,
  intake: 13180,
  use: 13181,
  notary: 13182,
  registry: 13183,
  console: 13184,
  check: 13185,
  idp: 13163,
  keycloak: 13164,
  keycloakHealth: 13165,
  'health.capture': 13190,
  'health.check': 13191,
  'health.seal': 13192,
  'health.package': 13193,
  'health.store': 13194,
  'health.use': 13195,
  'health.intake': 13196,
  'health.registry': 13197,
  'health.notary': 13198,
  'health.console': 13199,
} as const;

export type PortName = keyof typeof DEFAULT_PORTS;
export type Ports = Record<PortName, number>;

/** How far apart two checkouts lie, and how many are tried before we give up. */
const STRIDE = 200;
const TRIES = 20;

export function portsAt(offset: number): Ports {
  const entries = Object.entries(DEFAULT_PORTS).map(([name, port]) => [name, port + offset]);
  return Object.fromEntries(entries) as Ports;
}

/** True if nobody listens on the port; asked by listening ourselves, so a port in any state but free counts as taken. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: HOST, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A port that nobody had a moment ago, for what a test starts for itself. */
export function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: HOST }, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/**
 * The first offset at which every port is free.
 * @param free asked for each port; given by the caller so that the choice itself can be tested without sockets
 * @throws if none of the tried offsets is free, naming the way out
 */
export async function chooseOffset(free: (port: number) => Promise<boolean> = isFree): Promise<number> {
  for (let offset = 0; offset < STRIDE * TRIES; offset += STRIDE) {
    const answers = await Promise.all(Object.values(portsAt(offset)).map(free));
    if (answers.every(Boolean)) return offset;
  }
  throw new Error(
    `找不到可用的端口组,请用 GUIDANG_PORT_OFFSET 指定偏移 / no free set of ports; set GUIDANG_PORT_OFFSET to an offset of your own`,
  );
}

/** GUIDANG_PORT_OFFSET as a number, or nothing if unset. @throws if it is not a whole number from 0 to 40000 */
export function offsetFrom(env: NodeJS.ProcessEnv): number | undefined {
  const text = env.GUIDANG_PORT_OFFSET;
  if (text === undefined || text === '') return undefined;
  const offset = Number(text);
  if (!Number.isInteger(offset) || offset < 0 || offset > 40_000) {
    throw new Error(
      `GUIDANG_PORT_OFFSET=${text}:应为 0–40000 的整数 / must be a whole number from 0 to 40000 / e.g. GUIDANG_PORT_OFFSET=200`,
    );
  }
  return offset;
}
