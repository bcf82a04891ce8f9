import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { type AllowedHost, assertReachable } from './allow-list.ts';
import { FetchFailed, failureOf } from './failed.ts';

export interface Resolved {
  readonly address: string;
  readonly family: number;
}
/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly Resolved[]>;

/** The system's own resolver: an intranet's hosts file counts as well as its name servers. */
export const systemResolve: Resolve = (hostname) => systemLookup(hostname, { all: true });

/**
 * The lookup that a connection to this host is made with. It resolves once, judges every address, and gives the connection exactly what it judged: there
 * is no second question whose answer could be another. One address that may not be reached refuses the whole name.
 */
export function pinnedLookup(host: AllowedHost, resolve: Resolve): LookupFunction {
  const judged = async (hostname: string): Promise<readonly Resolved[]> => {
    const addresses = await resolve(hostname);
    if (addresses.length === 0) throw new FetchFailed(host.host, 'no address');
    for (const { address } of addresses) assertReachable(host, address);
    return addresses;
  };
  return (hostname, { all }, done) => {
    judged(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (all === true) done(null, [...addresses]);
        else done(null, first!.address, first!.family);
      },
      (error: unknown) => done(failureOf(host.host, error), ''),
    );
  };
}
