import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { House } from '@guidang/lab/signed';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openRevocationLists } from '../src/gather/revocation-lists.ts';

const NOW = Date.UTC(2026, 10, 25);
const house = new House('lists', 'ed25519', NOW);
const [first, second] = [house.revocationList(), house.revocationList([], NOW + 1000)] as [Buffer, Buffer];
const pem = (list: Buffer): string =>
  `-----BEGIN X509 CRL-----\n${list.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END X509 CRL-----\n`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guidang-crl-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const put = (name: string, content: string | Buffer): void => writeFileSync(join(folder, name), content);

describe('a folder of revocation lists', () => {
  it('is read whole, in DER and PEM; other files are none of its', async () => {
    put('a.crl', first);
    put('b.crl', pem(first) + pem(second));
    put('readme.txt', 'not a list');
    const lists = await openRevocationLists(folder, 60_000, () => {});
    expect(lists.current()).toEqual([first, first, second]);
    lists.stop();
  });

  it('with something in it that is no list is not gone on with', async () => {
    put('a.crl', first.subarray(0, 40));
    await expect(openRevocationLists(folder, 60_000, () => {})).rejects.toThrow('a.crl');
    await expect(openRevocationLists(join(folder, 'nowhere'), 60_000, () => {})).rejects.toThrow('ENOENT');
  });

  it('with a list that begins and does not end is not gone on with, though another one in the same file is whole', async () => {
    put('a.crl', pem(first) + pem(second).slice(0, 200));
    await expect(openRevocationLists(folder, 60_000, () => {})).rejects.toThrow('a.crl: 1 个列表不完整');
  });

  it('is read again, and keeps what it had where that fails', async () => {
    put('a.crl', first);
    const told: unknown[] = [];
    const lists = await openRevocationLists(folder, 5, (error) => told.push(error));
    const before = lists.current();
    put('b.crl', 'broken');
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(0), 10_000);
    expect(lists.current()).toBe(before);
    put('b.crl', second);
    await vi.waitFor(() => expect(lists.current()).toEqual([first, second]), 10_000);
    lists.stop();
  });
});
