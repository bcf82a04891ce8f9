import { generateKeyPairSync } from 'node:crypto';
import {
  checkpointText,
  NOTE_ED25519,
  noteKey,
  openCheckpoint,
  signerOf,
  signNote,
  TileWriter,
} from '@guidang/evidence';
import { MemoryStore, vaultOver } from '@guidang/vault';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Config } from '../src/config.ts';
import { storeTiles, tileStoreOver } from '../src/log/tiles.ts';
import { Witnesses } from '../src/log/witnesses.ts';
import { openWitness, type WitnessHouse } from './witness-house.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const LOG = noteKey('test.example/log', privateKey, NOTE_ED25519);
const LATER = (): Date => new Date(Date.now() + 86_400_000);

/** A log of its own: heads of growing size, their tiles stored. `salt` makes another history of the same log. */
function logOf(salt: string) {
  const tiles = tileStoreOver([vaultOver(new MemoryStore())], 'log', { full: LATER, edge: LATER });
  const tree = new TileWriter();
  const grow = async (by: number) => {
    for (let n = 0; n < by; n++) tree.append(Buffer.from(`${salt}${tree.size}`));
    await storeTiles(tree, tiles);
    const size = tree.size;
    return { size, note: signNote(checkpointText(LOG.name, { size, root: tree.root() }), LOG, signerOf(privateKey)) };
  };
  return { tiles, grow };
}

let houses: WitnessHouse[];
beforeAll(async () => {
  houses = await Promise.all(['w1', 'w2', 'w3'].map((name) => openWitness(`witness.example/${name}`, LOG)));
});
beforeEach(() => {
  for (const house of houses) house.away = false;
});
afterAll(() => {
  for (const house of houses) house.close();
});

const addresses = () => houses.map(({ address }) => address);
const signersOf = (note: string): string[] => {
  const opened = openCheckpoint(
    note,
    LOG,
    addresses().map(({ key }) => key),
  );
  if (!opened.ok) throw new Error(opened.detail);
  return opened.value.signatures.map(({ key }) => key.name).filter((name) => name !== LOG.name);
};

describe('three witnesses', () => {
  const log = logOf('honest ');
  const witnesses = () => new Witnesses(addresses(), log.tiles);

  it('all cosign a head under keys of their own', async () => {
    const { note, cosigned, refusals } = await witnesses().cosign(await log.grow(3));
    expect({ cosigned, refusals }).toEqual({ cosigned: 3, refusals: [] });
    expect(signersOf(note)).toEqual(['witness.example/w1', 'witness.example/w2', 'witness.example/w3']);
  });

  it('leave two cosignatures and one reason where one is away, and all three sign the next head when it is back', async () => {
    houses[1]!.away = true;
    const { note, cosigned, refusals } = await witnesses().cosign(await log.grow(300));
    expect(cosigned).toBe(2);
    expect(refusals).toHaveLength(1);
    expect(signersOf(note)).toEqual(['witness.example/w1', 'witness.example/w3']);
    houses[1]!.away = false;
    expect((await witnesses().cosign(await log.grow(5))).cosigned).toBe(3);
  });

  it('none of them sign a second history of the same log, of whatever length', async () => {
    const forged = logOf('forged ');
    for (const by of [5, 400, 400]) {
      const head = await forged.grow(by);
      const { note, cosigned, refusals } = await new Witnesses(addresses(), forged.tiles).cosign(head);
      expect({ note, cosigned }).toEqual({ note: head.note, cosigned: 0 });
      expect(refusals).toHaveLength(3);
    }
  });

  it('are not made two by listing one of them twice, under one name or another', () => {
    const [one, two] = addresses();
    const said = (...listed: string[]) =>
      Config.shape.WITNESSES.safeParse(listed.map((vkey) => `http://127.0.0.1:1=>${vkey}`).join(' ')).success;
    expect(said(one!.key.vkey, two!.key.vkey)).toBe(true);
    expect(said(one!.key.vkey, one!.key.vkey)).toBe(false);
    const renamed = noteKey('witness.example/other', one!.key.publicKey, one!.key.type);
    expect(said(one!.key.vkey, renamed.vkey)).toBe(false);
  });
});
