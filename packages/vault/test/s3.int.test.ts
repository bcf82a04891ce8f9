import { s3Vault } from '../src/index.ts';
import { promises } from './contract.ts';
import { placeAs } from './parts.ts';

for (const client of ['direct', 'sdk'] as const) {
  promises(`a real store, asked ${client === 'sdk' ? 'through the SDK' : 'directly'}`, () => {
    const root = s3Vault(placeAs('root'));
    return {
      vault: s3Vault(placeAs('service'), { client }),
      open: 'prearchive',
      locked: 'archive',
      rot: async (bucket, key, bytes) => void (await root.put(bucket, bytes, { key, replace: true })),
    };
  });
}
