import { describe, expect, it } from 'vitest';
import { type Reach, reachOf } from '../src/fetch/reach.ts';

describe('where an address leads', () => {
  it.each<[Reach, string, ...string[]]>([
    [
      'public',
      'open IPv4',
      '8.8.8.8',
      '1.1.1.1',
      '223.5.5.5',
      '172.15.255.255',
      '172.32.0.0',
      '100.63.255.255',
      '11.0.0.0',
    ],
    ['public', 'open IPv6', '2400:3200::1', '2606:4700:4700::1111', '2a00:1450:4001:800::200e'],
    ['private', 'this machine', '127.0.0.1', '127.255.255.254', '::1'],
    ['private', 'RFC 1918', '10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ['private', 'carrier-grade NAT and benchmarking', '100.64.0.1', '100.127.255.255', '198.18.0.1', '198.19.255.255'],
    ['private', 'unique local IPv6', 'fc00::1', 'fd12:3456:789a::1'],
    ['never', 'unspecified', '0.0.0.0', '0.1.2.3', '::', '0:0:0:0:0:0:0:0'],
    [
      'never',
      'link-local, where clouds answer with credentials',
      '169.254.169.254',
      '169.254.0.1',
      'fe80::1',
      'febf::1',
    ],
    [
      'never',
      'other addresses of cloud metadata',
      '100.100.100.200',
      '192.0.0.192',
      '168.63.129.16',
      'fd00:ec2::254',
      'fd20:ce::254',
    ],
    ['never', 'multicast', '224.0.0.1', '239.255.255.250', 'ff02::1'],
    ['never', 'reserved and broadcast', '240.0.0.1', '255.255.255.255'],
    [
      'never',
      'documentation and discard',
      '192.0.2.1',
      '198.51.100.7',
      '203.0.113.9',
      '2001:db8::1',
      '3fff::1',
      '100::1',
    ],
    ['never', 'Teredo and other protocol assignments', '2001:0:4136:e378:8000:63bf:3fff:fdd2', '2001:10::1'],
    ['never', 'site-local, and space nobody was given', 'fec0::1', '4000::1', '64:ff9b:1::a00:1'],
    ['never', 'ISATAP inside an open network', '2400:3200::5efe:10.0.0.1', '2400:3200::200:5efe:a00:1'],
    ['private', 'IPv4-mapped IPv6', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:a00:1', '::ffff:8.8.8.8'],
    ['private', 'IPv4-compatible and translated IPv6', '::10.0.0.1', '::ffff:0:192.168.0.1', '::7f00:1'],
    ['private', 'NAT64', '64:ff9b::10.0.0.1', '64:ff9b::8.8.8.8', '64:ff9b::a00:1'],
    ['private', '6to4', '2002:a00:1::', '2002:7f00:1::1', '2002:808:808::1'],
    [
      'never',
      'link-local behind any of them',
      '::ffff:169.254.169.254',
      '64:ff9b::169.254.169.254',
      '2002:a9fe:a9fe::',
      '::169.254.1.1',
      '::ffff:0.0.0.0',
    ],
    [
      'never',
      'what is no address',
      '',
      'localhost',
      '10.0.0',
      '0x7f.1',
      '256.1.1.1',
      'fe80::1%eth0',
      '::1%lo',
      '1::2::3',
    ],
  ])('%s: %s', (reach, _, ...addresses) => {
    expect(addresses.map((address) => [address, reachOf(address)])).toEqual(
      addresses.map((address) => [address, reach]),
    );
  });

  it('does not depend on how an IPv6 address is written', () => {
    for (const [short, long] of [
      ['::1', '0000:0000:0000:0000:0000:0000:0000:0001'],
      ['::ffff:10.0.0.1', '0:0:0:0:0:FFFF:0A00:0001'],
      ['fe80::1', 'FE80:0:0:0:0:0:0:1'],
      ['2400:3200::1', '2400:3200:0:0:0:0:0:1'],
    ] as const)
      expect(reachOf(long)).toBe(reachOf(short));
  });
});
