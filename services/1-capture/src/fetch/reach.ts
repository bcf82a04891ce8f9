import { isIPv4, isIPv6 } from 'node:net';

/**
 * Where an address leads. `public`: the open internet. `private`: an intranet or this machine, for hosts that the configuration calls private. `never`: no
 * file lies there whatever the configuration says: link-local (clouds answer with credentials there), multicast, unspecified, reserved.
 */
export type Reach = 'public' | 'private' | 'never';

type Range = readonly [network: string, bits: number, reach: Reach];

/** IANA IPv4 special-purpose registry, and the addresses at which clouds serve credentials outside of 169.254. The first that fits counts. */
const V4: readonly Range[] = [
  ['100.100.100.200', 32, 'never'],
  ['168.63.129.16', 32, 'never'],
  ['0.0.0.0', 8, 'never'],
  ['169.254.0.0', 16, 'never'],
  ['192.0.0.0', 24, 'never'],
  ['192.0.2.0', 24, 'never'],
  ['192.88.99.0', 24, 'never'],
  ['198.51.100.0', 24, 'never'],
  ['203.0.113.0', 24, 'never'],
  ['224.0.0.0', 3, 'never'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'private'],
  ['127.0.0.0', 8, 'private'],
  ['172.16.0.0', 12, 'private'],
  ['192.168.0.0', 16, 'private'],
  ['198.18.0.0', 15, 'private'],
];

/** IANA IPv6 special-purpose registry. What is not named here and not in 2000::/3 is not given out to anybody. */
const V6: readonly Range[] = [
  ['fd00:ec2::254', 128, 'never'],
  ['fd20:ce::254', 128, 'never'],
  ['::1', 128, 'private'],
  ['fc00::', 7, 'private'],
  ['2001::', 23, 'never'],
  ['2001:db8::', 32, 'never'],
  ['3fff::', 20, 'never'],
  ['2000::', 3, 'public'],
];

/** Forms that carry an IPv4 address, and how many bits stand before it: mapped, compatible, translated, NAT64, 6to4. */
const CARRIERS: readonly (readonly [network: string, bits: number])[] = [
  ['::ffff:0:0', 96],
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['2002::', 16],
];

/** ISATAP writes an IPv4 address behind this into the lower half of any network (RFC 5214). */
const ISATAP = 0x5efe;

const v4Bits = (address: string): bigint => address.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);

/** @param address without a zone, as `isIPv6` takes it */
function v6Bits(address: string): bigint {
  const quad = /(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  const words =
    quad === undefined ? '' : `${(v4Bits(quad) >> 16n).toString(16)}:${(v4Bits(quad) & 0xffffn).toString(16)}`;
  const [left = '', right] = (quad === undefined ? address : address.replace(quad, words)).split('::');
  const groups = (text: string): string[] => text.split(':').filter((group) => group !== '');
  const [before, after] = [groups(left), groups(right ?? '')];
  const middle = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...middle, ...after].reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

const within = (bits: bigint, network: bigint, length: number, width: number): boolean =>
  (bits ^ network) >> BigInt(width - length) === 0n;

const V4_RANGES = V4.map(([network, length, reach]) => ({ network: v4Bits(network), length, reach }));
const V6_RANGES = V6.map(([network, length, reach]) => ({ network: v6Bits(network), length, reach }));
const V6_CARRIERS = CARRIERS.map(([network, length]) => ({ network: v6Bits(network), length }));

const reachOfV4 = (bits: bigint): Reach =>
  V4_RANGES.find(({ network, length }) => within(bits, network, length, 32))?.reach ?? 'public';

/** Where an IP address leads; what is no address leads nowhere. */
export function reachOf(address: string): Reach {
  if (isIPv4(address)) return reachOfV4(v4Bits(address));
  if (!isIPv6(address) || address.includes('%')) return 'never';
  const bits = v6Bits(address);
  const named = V6_RANGES.find(({ network, length }) => within(bits, network, length, 128));
  if (named && named.reach !== 'public') return named.reach;
  const carrier = V6_CARRIERS.find(({ network, length }) => within(bits, network, length, 128));
  if (carrier) {
    // A detour to IPv4 is nothing that an open address needs; on an intranet with NAT64 it may be the only way.
    const inner = (bits >> BigInt(128 - carrier.length - 32)) & 0xffff_ffffn;
    return reachOfV4(inner) === 'never' ? 'never' : 'private';
  }
  if (Number((bits >> 32n) & 0xffffn) === ISATAP && ((bits >> 48n) & 0xfdffn) === 0n) return 'never';
  return named?.reach ?? 'never';
}
