import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Checkpoint, Cosigned, OutRecord } from '@guidang/contracts';
import {
  checkpointText,
  NOTE_ED25519,
  noteKey,
  openCheckpoint,
  signerOf,
  signNote,
  TileWriter,
} from '@guidang/evidence';
import { readConfig } from '@guidang/host';
import type { LogReader, TransactionalWriter } from '@guidang/stream';
import { MemoryStore, vaultOver } from '@guidang/vault';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Config } from '../src/config.ts';
import { after, EMPTY } from '../src/log/history.ts';
import { Notary } from '../src/log/notary.ts';
import { storeTiles, tileStoreOver } from '../src/log/tiles.ts';
import { Witnesses } from '../src/log/witnesses.ts';
import { openWitness, type WitnessHouse } from './witness-house.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const LOG = noteKey('test.example/log', privateKey, NOTE_ED25519);
const LATER = (): Date => new Date(Date.now() + 86_400_000);

/** A notary with one head and nothing further to take in; what it writes to its topic is kept. */
async function notaryOf({ tiles, grow }: ReturnType<typeof logOf>) {
  const { size, root, note } = await grow(9);
  const inTree = { version: 1, origin: LOG.name, previous: null, time: '2026-03-01T00:00:00.000Z' } as const;
  const range = { topic: 'archive.capture', partition: 0, from: 0, to: size - 1, count: size };
  const head: Checkpoint = { type: 'checkpoint', ...inTree, batch: 0, ranges: [range], size, root, note };
  const written: Cosigned[] = [];
  const writer = {
    commit: async ([record]: readonly OutRecord[]) => {
      written.push(JSON.parse(Buffer.from(record!.value).toString('utf8')) as Cosigned);
    },
  } as unknown as TransactionalWriter;
  const notary = await Notary.open(
    {
      ...{ reader: {} as LogReader, writer, key: LOG, sign: signerOf(privateKey), followers: [], tiles },
      ...{ witnesses: new Witnesses(addresses(), tiles, 0), quorum: 2, most: 100, now: Date.now },
      ...{ stamp: async () => new Uint8Array(), stampEveryMs: Number.POSITIVE_INFINITY },
    },
    after(EMPTY, head, 'a'.repeat(64)),
    new TileWriter(),
  );
  return { notary, written };
}

/** A log of its own: heads of growing size, their tiles stored. `salt` makes another history of the same log. */
function logOf(salt: string) {
  const tiles = tileStoreOver([vaultOver(new MemoryStore())], 'log', { full: LATER, edge: LATER });
  const tree = new TileWriter();
  const grow = async (by: number) => {
    for (let n = 0; n < by; n++) tree.append(Buffer.from(`${salt}${tree.size}`));
    await storeTiles(tree, tiles);
    const size = tree.size;
    const root = tree.root();
    const note = signNote(checkpointText(LOG.name, { size, root }), LOG, signerOf(privateKey));
    return { size, root: root.toString('hex'), note };
  };
  return { tiles, grow };
}

let houses: WitnessHouse[];
beforeAll(async () => {
  houses = await Promise.all(['w1', 'w2', 'w3'].map((name) => openWitness(`witness.example/${name}`, LOG)));
});
beforeEach(() => {
  for (const house of houses) {
    house.away = false;
    house.hold = undefined;
  }
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

  it('hold nobody up where enough have cosigned and one hangs: what it says later comes beside the work, and it is asked again then', async () => {
    const asking = new Witnesses(addresses(), log.tiles, 0);
    let release = (): void => {};
    houses[2]!.hold = new Promise((resolve) => {
      release = resolve;
    });
    const head = await log.grow(7);
    const first = await asking.cosign(head, 2);
    expect(signersOf(first.note)).toEqual(['witness.example/w1', 'witness.example/w2']);
    expect(first.refusals.map(String)).toEqual([expect.stringContaining('witness.example/w3')]);
    // It is not asked a second thing before it has answered the first.
    const next = await asking.cosign(await log.grow(7), 2);
    expect(next).toMatchObject({ cosigned: 2, refusals: [expect.objectContaining({ name: 'WitnessRefused' })] });
    expect(asking.takeLate()).toEqual([]);
    release();
    houses[2]!.hold = undefined;
    let late = asking.takeLate();
    await vi.waitFor(() => {
      late = [...late, ...asking.takeLate()];
      expect(late).toHaveLength(1);
    }, 15_000);
    expect(late[0]!.head).toEqual(head);
    expect(signersOf(first.note + late[0]!.line)).toEqual([
      'witness.example/w1',
      'witness.example/w2',
      'witness.example/w3',
    ]);
    expect((await asking.cosign(await log.grow(7), 3)).cosigned).toBe(3);
  });

  it('that are slow are written down by the notary later, and the published checkpoint has their cosignature then', async () => {
    const { notary, written } = await notaryOf(log);
    let release = (): void => {};
    houses[0]!.hold = new Promise((resolve) => {
      release = resolve;
    });
    expect(await notary.witness()).toMatchObject({ witnessed: true, silent: 1 });
    expect(written.map(({ note }) => signersOf(note))).toEqual([['witness.example/w2', 'witness.example/w3']]);
    release();
    houses[0]!.hold = undefined;
    await vi.waitFor(async () => {
      await notary.witness();
      expect(written).toHaveLength(2);
    }, 15_000);
    expect(signersOf(written[1]!.note).sort()).toEqual([
      'witness.example/w1',
      'witness.example/w2',
      'witness.example/w3',
    ]);
    expect(written[1]).toMatchObject({ batch: 0, timestamp: null });
    expect(Buffer.from((await log.tiles.get('checkpoint'))!).toString('utf8')).toBe(written[1]!.note);
    // An earlier head that is cosigned late does not take the place of a later one.
    const later = { ...written[1]!, batch: 3 };
    const history = [later, written[1]!].reduce((so, one) => after(so, one, 'b'.repeat(64)), EMPTY);
    expect(history.cosigned).toBe(later);
  });

  it('must be as many as the quorum asks for, or the notary does not start and says why', () => {
    const [one, two] = addresses();
    const dir = mkdtempSync(join(tmpdir(), 'guidang-quorum-'));
    const anchors = JSON.parse(readFileSync(`${import.meta.dirname}/../../../samples/first/anchors.json`, 'utf8'));
    writeFileSync(join(dir, 'ca.pem'), anchors.tsa.certificates.join('\n'));
    writeFileSync(join(dir, 'notary.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const said = (quorum: number) =>
      readConfig(Config, {
        ...{ KAFKA_BROKERS: '127.0.0.1:1', DATABASE_URL: 'postgres://127.0.0.1:1/notary', HTTP_PORT: '0' },
        ...{
          NOTARY_KEY_FILE: join(dir, 'notary.key'),
          TSA_CA_FILE: join(dir, 'ca.pem'),
          TSA_URL: 'http://127.0.0.1:1',
        },
        VAULT_PLACES: JSON.stringify([
          {
            name: 'a',
            endpoint: 'http://127.0.0.1:1',
            region: 'r',
            service: { accessKeyId: 'k', secretAccessKey: 's' },
          },
        ]),
        WITNESSES: [one, two].map((at) => `${at!.url}=>${at!.key.vkey}`).join(' '),
        WITNESS_QUORUM: String(quorum),
      });
    expect(said(2)).toMatchObject({ WITNESS_QUORUM: 2 });
    expect(said(3)).toEqual({ faults: [expect.stringMatching(/^WITNESS_QUORUM: 3 of 2 witnesses/)] });
    rmSync(dir, { recursive: true });
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
