import { generateKeyPairSync } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NOTE_COSIGNATURE, type NoteKey, noteKey, signerOf } from '@guidang/evidence';
import type { WitnessAddress } from '../src/log/witnesses.ts';
import { witnessServer } from '../src/witness/server.ts';
import { Witness } from '../src/witness/witness.ts';

/** A witness with a key and a memory of its own, served on a port of its own. */
export interface WitnessHouse {
  readonly address: WitnessAddress;
  /** While it is so, it answers nobody. */
  away: boolean;
  /** While it is there, it answers nobody, and answers those who have asked once it has come. */
  hold: Promise<void> | undefined;
  close(): void;
}

export async function openWitness(name: string, log: NoteKey): Promise<WitnessHouse> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = noteKey(name, privateKey, NOTE_COSIGNATURE);
  const kept = new Map<string, string>();
  const witness = new Witness({
    logs: [log],
    key,
    sign: signerOf(privateKey),
    store: {
      read: async (origin) => kept.get(origin) ?? null,
      write: async (origin, note) => void kept.set(origin, note),
    },
    now: () => Math.floor(Date.now() / 1000),
  });
  const server = witnessServer(witness, [log.name], () => {});
  const house: Pick<WitnessHouse, 'away' | 'hold'> = { away: false, hold: undefined };
  const [answer] = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', async (request, response) => {
    if (house.away) return void request.destroy();
    await house.hold;
    answer!(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(house, {
    address: { url, key },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
}
