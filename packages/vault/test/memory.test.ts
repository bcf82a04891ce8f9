import { MemoryStore, vaultOver } from '../src/index.ts';
import { promises } from './contract.ts';

promises('memory', () => {
  const store = new MemoryStore();
  return {
    vault: vaultOver(store),
    open: 'prearchive',
    locked: 'archive',
    rot: async (bucket, key, bytes) => store.rot(bucket, key, bytes),
  };
});
