import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentNameOf } from '@guidang/evidence';
import { fixedAuthorities } from '../authorities.ts';
import { packageOf } from '../made-package.ts';
import { sealedCase } from '../sealed-case.ts';

/**
 * Writes the recorded case that test/golden.test.ts packages anew. To be run once for a profile: what it wrote stays as it is, and so do the bytes that the profile makes of it.
 */
const one = sealedCase(fixedAuthorities());
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const recorded = {
  profile: 'guidang-1',
  package: contentNameOf(await packageOf(one)),
  sealed: base64(one.sealed),
  scheme: base64(one.scheme.bytes),
  objects: [...one.store.values()].map(base64),
};
writeFileSync(join(import.meta.dirname, 'guidang-1.json'), `${JSON.stringify(recorded, null, 1)}\n`);
