import type { Part } from '../part.ts';
import { roomOf, TRUST } from '../paths.ts';
import { HOST, type Ports } from '../ports.ts';
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

/** The witness co-signs the notary's checkpoints, and remembers what it has signed in a folder of its own. */
export function witness(ports: Ports): Part {
  return program({
    name: 'witness',
    zh: '见证方',
    en: 'Witness',
    port: ports.witness,
    main: 'services/notary/src/witness/main.ts',
    heapMiB: 96,
    sources: ['services/notary/src/witness', 'services/notary/package.json', 'packages/evidence/src'],
    env: {
      WITNESS_HOST: HOST,
      WITNESS_PORT: String(ports.witness),
      WITNESS_DIR: `${roomOf('witness')}/data`,
      WITNESS_KEY_FILE: `${TRUST}/witness.key`,
      WITNESS_LOGS: `${TRUST}/anchors.json`,
    },
  });
}
