import type { AddressInfo } from 'node:net';
import { NOTE_COSIGNATURE, noteKey, signerOf } from '@guidang/evidence';
import { readConfig } from './config.ts';
import { claimFolder } from './only-one.ts';
import { pace } from './pace.ts';
import { witnessServer } from './server.ts';
import { fileStore } from './store.ts';
import { Witness } from './witness.ts';

const config = readConfig(process.env);
if (typeof config === 'string') {
  console.error(`配置有误 / configuration:\n${config}`);
  process.exit(2);
}
const release = claimFolder(config.WITNESS_DIR);
const key = noteKey(config.WITNESS_NAME, config.WITNESS_KEY_FILE, NOTE_COSIGNATURE);
const logs = config.WITNESS_LOGS;
const witness = new Witness({
  logs,
  key,
  sign: signerOf(config.WITNESS_KEY_FILE),
  store: fileStore(config.WITNESS_DIR),
  now: () => Math.floor(Date.now() / 1000),
});
const server = witnessServer(
  witness,
  logs.map((log) => log.name),
  (error) => console.error(error),
  pace(config.WITNESS_A_MINUTE, () => performance.now()),
);
server.listen(config.WITNESS_PORT, config.WITNESS_HOST, () => {
  const { port } = server.address() as AddressInfo;
  console.log(`见证方 / witness ${key.vkey} listening ${port}`);
});

const stop = (): void => {
  server.close(() => {
    release();
    process.exit(0);
  });
  server.closeIdleConnections();
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
