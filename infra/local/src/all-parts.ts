import type { Part } from './part.ts';
import { tsa, witnesses } from './parts/authority.ts';
import { clamd } from './parts/clamd.ts';
import { idp, withKeycloak } from './parts/idp.ts';
import { kafka } from './parts/kafka.ts';
import { keycloak } from './parts/keycloak.ts';
import { postgres } from './parts/postgres.ts';
import { versitygw } from './parts/versitygw.ts';
import type { Ports } from './ports.ts';

/** The real parts under the services, in the order in which `status` shows them. */
export const realParts = (ports: Ports): Part[] => [
  kafka(ports),
  postgres(ports),
  versitygw(ports, 'a'),
  versitygw(ports, 'b'),
  clamd(ports),
  tsa(ports),
  ...witnesses(ports),
  withKeycloak() ? keycloak(ports) : idp(ports),
];
