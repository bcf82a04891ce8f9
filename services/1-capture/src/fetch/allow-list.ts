import { isIP } from 'node:net';
import { z } from 'zod';
import { Refused } from '../files/refused.ts';
import { reachOf } from './reach.ts';

/** As a URL writes it: lower case, punycode, IPv4 with four numbers, IPv6 in brackets. */
const Host = z
  .string()
  .min(1)
  .transform((host, context): string => {
    const written = isIP(host) === 6 ? `[${host}]` : host;
    const url = URL.canParse(`http://${written}/`) ? new URL(`http://${written}/`) : undefined;
    if (url && url.host === url.hostname && url.pathname === '/' && url.username === '' && !url.hostname.includes('*'))
      return url.hostname;
    context.addIssue('须为主机名或 IP 地址, 不含端口和路径 / a host name or IP address, without port or path');
    return z.NEVER;
  });

/** One host of one or more publishing systems from which their files may be fetched. */
export const AllowedHost = z.strictObject({
  host: Host,
  sources: z
    .array(z.string().regex(/^[\x21-\x7e]{1,200}$/))
    .min(1)
    .describe('the systems whose files lie there, by the `source` of their events; nobody else leads us there'),
  ports: z
    .array(z.int().min(1).max(65_535))
    .min(1)
    .optional()
    .describe('ports that may be asked; absent: 443 for https, 80 for http'),
  private: z
    .boolean()
    .default(false)
    .describe('the host is on an intranet or on this machine: its name may resolve to private addresses'),
  atOnce: z.int().min(1).max(64).default(4).describe('files fetched from it at a time'),
});
export type AllowedHost = z.infer<typeof AllowedHost>;

/** Every host that may be asked; nothing is fetched from any other. */
export const AllowList = z
  .array(AllowedHost)
  .refine((hosts) => new Set(hosts.map(({ host }) => host)).size === hosts.length, {
    error: '同一主机只能列一次 / a host is listed once',
  });

const notAllowed = (why: string): Refused => new Refused('ADDRESS_NOT_ALLOWED', 'address', null, why.slice(0, 200));

/** Whether a connection to this IP address may be made for the host. @throws Refused, without naming the address: who may not ask need not learn it */
export function assertReachable({ host, private: intranet }: AllowedHost, address: string): void {
  const reach = reachOf(address);
  if (reach === 'public' || (reach === 'private' && intranet)) return;
  throw notAllowed(reach === 'private' ? `${host}: a private address` : `${host}: a reserved address`);
}

/**
 * The entry of the list that lets this URL be asked for this system. An IP address in its place is judged here, a name when it is resolved.
 * Whether a host is not listed or is another system's is said alike: whose host it is need not be learnt here.
 * @throws Refused
 */
export function allowedHost(url: URL, source: string, list: readonly AllowedHost[]): AllowedHost {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw notAllowed(`scheme ${url.protocol}`);
  if (url.username !== '' || url.password !== '') throw notAllowed(`${url.hostname}: credentials in the address`);
  const entry = list.find(({ host, sources }) => host === url.hostname && sources.includes(source));
  if (!entry) throw notAllowed(`${url.hostname}: not on the allow-list`);
  const standard = url.protocol === 'https:' ? 443 : 80;
  const port = url.port === '' ? standard : Number(url.port);
  if (!(entry.ports ?? [standard]).includes(port)) throw notAllowed(`${url.hostname}: port ${port}`);
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0) assertReachable(entry, literal);
  return entry;
}
