import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { ACCOUNTS } from './accounts.ts';
import { BUCKETS } from './buckets.ts';
import { writeWhole } from './files.ts';
import { DemoPerson, demoPeople } from './idp/people.ts';
import { issuerOf } from './parts/idp.ts';
import { DATABASE, SUPERUSER } from './parts/postgres.ts';
import { endpointOf, type PlaceName, REGION } from './parts/versitygw.ts';
import { PARTS_FILE, TRUST } from './paths.ts';
import { HOST, type Ports } from './ports.ts';
import { ROLES, secrets } from './secrets.ts';
import { System, systems } from './seed.ts';
import { Visitor, visitors } from './use-keys.ts';

const Pair = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });
const Login = z.object({ user: z.string(), password: z.string() });

const Place = z.object({
  name: z.enum(['a', 'b']),
  endpoint: z.string(),
  region: z.string(),
  root: Pair,
  /** Of everybody who stores or reads: by account, see accounts.ts. */
  accounts: z.record(z.enum(ACCOUNTS), Pair),
  /** May do what any service may, in every bucket: for tests and benches that stand in for one. */
  service: Pair,
  /** May read everything and write nothing: what an audit reads with. */
  credentials: Pair,
  buckets: z.record(z.string(), z.string()),
});

/** Where the real parts are and how to get in. Written by `up`, read by tests, demo and bench; its owner alone may read it. */
export const Parts = z.object({
  kafka: z.object({ brokers: z.array(z.string()) }),
  postgres: z.object({
    host: z.string(),
    port: z.number(),
    database: z.string(),
    superuser: Login,
    roles: z.record(z.enum(ROLES), Login.extend({ schema: z.string() })),
  }),
  places: z.array(Place),
  clamd: z.object({ host: z.string(), port: z.number() }),
  tsa: z.object({ url: z.string() }),
  witness: z.object({ url: z.string() }),
  trust: z.object({
    caFile: z.string(),
    tsaCertFile: z.string(),
    crlFile: z.string().optional(),
    anchorsFile: z.string(),
  }),
  keys: z.object({ sealKeyFile: z.string(), sealCertFile: z.string(), notaryKeyFile: z.string() }),
  http: z.record(z.string(), z.number()),
  intake: z.object({ url: z.string(), systems: z.array(System) }).optional(),
  use: z.object({ url: z.string(), visitors: z.array(Visitor) }).optional(),
  idp: z.object({ issuer: z.string(), people: z.array(DemoPerson) }).optional(),
});
export type Parts = z.infer<typeof Parts>;

/** What parts.json says for these ports. Only what exists is named under `trust`, where the file is optional. */
export function partsFor(ports: Ports): Parts {
  const { superuser, roles, places } = secrets();
  const login = (role: (typeof ROLES)[number]) => [role, { user: role, password: roles[role], schema: role }];
  const place = (name: PlaceName) => ({
    name,
    endpoint: endpointOf(ports, name),
    region: REGION,
    ...places[name],
    service: places[name].accounts.service,
    credentials: places[name].accounts.reader,
    buckets: Object.fromEntries(BUCKETS[name].map((bucket) => [bucket.name, bucket.name])),
  });
  const crlFile = `${TRUST}/ca.crl`;
  return {
    kafka: { brokers: [`${HOST}:${ports.kafka}`] },
    postgres: {
      host: HOST,
      port: ports.postgres,
      database: DATABASE,
      superuser: { user: SUPERUSER, password: superuser },
      roles: Object.fromEntries(ROLES.map(login)) as Parts['postgres']['roles'],
    },
    places: [place('a'), place('b')],
    clamd: { host: HOST, port: ports.clamd },
    tsa: { url: `http://${HOST}:${ports.tsa}/` },
    witness: { url: `http://${HOST}:${ports.witness}` },
    trust: {
      caFile: `${TRUST}/ca.pem`,
      tsaCertFile: `${TRUST}/tsa.pem`,
      ...(existsSync(crlFile) && { crlFile }),
      anchorsFile: `${TRUST}/anchors.json`,
    },
    keys: {
      sealKeyFile: `${TRUST}/seal.key`,
      sealCertFile: `${TRUST}/seal.pem`,
      notaryKeyFile: `${TRUST}/notary.key`,
    },
    http: httpPorts(ports),
    intake: { url: `http://${HOST}:${ports.intake}`, systems: systems() },
    use: { url: `http://${HOST}:${ports.use}`, visitors: visitors() },
    idp: { issuer: issuerOf(ports), people: demoPeople() },
  };
}

function httpPorts(ports: Ports): Record<string, number> {
  const names = [
    'intake',
    'use',
    'notary',
    'registry',
    'console',
    'check',
    ...Object.keys(ports).filter((name) => name.startsWith('health.')),
  ];
  return Object.fromEntries(names.map((name) => [name, ports[name as keyof Ports]]));
}

export function writeParts(ports: Ports): void {
  writeWhole(PARTS_FILE, `${JSON.stringify(partsFor(ports), undefined, 2)}\n`, 0o600);
}

/** @throws if the parts were never started here */
export function readParts(): Parts {
  if (!existsSync(PARTS_FILE)) throw new Error(`没有 ${PARTS_FILE}:请先运行 make up / run make up first`);
  return Parts.parse(JSON.parse(readFileSync(PARTS_FILE, 'utf8')));
}
