import type { Part } from '../part.ts';
import { roomOf, TRUST } from '../paths.ts';
import { HOST, type PortName, type Ports } from '../ports.ts';
import { program } from './program.ts';

/** The RFC 3161 authority. It holds a key that none of our services holds. */
export function tsa(ports: Ports): Part {
  return program({
    name: 'tsa',
    zh: '时间戳服务',
    en: 'RFC 3161 authority',
    port: ports.tsa,
    main: 'packages/lab/src/tsa/main.ts',
    heapMiB: 96,
    sources: ['packages/lab/src/tsa', 'packages/lab/src/ca', 'packages/lab/package.json', 'packages/evidence/src'],
    env: { TSA_HOST: HOST, TSA_PORT: String(ports.tsa), TSA_DIR: TRUST },
  });
}

/** Witnesses of the log: the part's name, by which its key files are called as well, and where it listens. */
export const WITNESSES: readonly { readonly part: string; readonly port: PortName }[] = [
  { part: 'witness', port: 'witness' },
  { part: 'witness-2', port: 'witness2' },
  { part: 'witness-3', port: 'witness3' },
];

/** Witnesses co-sign the notary's checkpoints. Each has a key of its own and remembers in a folder of its own what it has signed; elsewhere each is another party. */
export const witnesses = (ports: Ports): Part[] =>
  WITNESSES.map(({ part, port }, i) => witness(part, `witness.guidang.example/w${i + 1}`, ports[port]));

function witness(part: string, name: string, port: number): Part {
  return program({
    name: part,
    zh: '见证方',
    en: 'Witness',
    port,
    main: 'services/notary/src/witness/main.ts',
    heapMiB: 96,
    sources: ['services/notary/src/witness', 'services/notary/package.json', 'packages/evidence/src'],
    env: {
      WITNESS_HOST: HOST,
      WITNESS_PORT: String(port),
      WITNESS_NAME: name,
      WITNESS_DIR: `${roomOf(part)}/data`,
      WITNESS_KEY_FILE: `${TRUST}/${part}.key`,
      WITNESS_LOGS: `${TRUST}/anchors.json`,
    },
  });
}
