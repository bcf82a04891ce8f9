import { CLIENT_ID, clientSecret, demoPeople } from '../idp/people.ts';
import { issuerAt } from '../keycloak/furnish.ts';
import type { RealmOf } from '../keycloak/realm.ts';
import type { Part } from '../part.ts';
import { HOST, type Ports } from '../ports.ts';
import { program } from './program.ts';

/** GUIDANG_IDP=keycloak: people sign in with a real Keycloak in the place of the light provider. */
export const withKeycloak = (): boolean => process.env.GUIDANG_IDP === 'keycloak';

export const issuerOf = (ports: Ports): string =>
  withKeycloak() ? issuerAt(`http://${HOST}:${ports.keycloak}`) : `http://${HOST}:${ports.idp}`;

/** Addresses of ours that people come back to from a provider: registry's own door, and that of the console that stands before it. */
export const ourDoors = (ports: Ports): string[] =>
  [ports.registry, ports.console].map((port) => `http://${HOST}:${port}`);
export const redirectUris = (ports: Ports): string[] =>
  ourDoors(ports).flatMap((door) => [`${door}/v1/callback`, `${door}/registry/v1/callback`]);

/** Who signs in here, and through which doors. */
export const realm = (ports: Ports): RealmOf => ({
  people: demoPeople(),
  client: {
    ...{ id: CLIENT_ID, secret: clientSecret(), redirectUris: redirectUris(ports) },
    homes: ourDoors(ports).map((door) => `${door}/`),
  },
});

/** The identity provider of a demonstration. On a city's machines people sign in with the city's own. */
export function idp(ports: Ports): Part {
  return program({
    name: 'idp',
    zh: '身份服务',
    en: 'identity provider',
    port: ports.idp,
    main: 'infra/local/src/idp/main.ts',
    heapMiB: 96,
    sources: ['infra/local/src/idp', 'infra/local/package.json'],
    env: {
      IDP_HOST: HOST,
      IDP_PORT: String(ports.idp),
      IDP_PEOPLE: JSON.stringify(realm(ports).people),
      IDP_CLIENT: JSON.stringify(realm(ports).client),
    },
  });
}
