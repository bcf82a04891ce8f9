import { createHash } from 'node:crypto';
import { planPackage, writePackage } from '../src/index.ts';
import { fixedAuthorities } from './authorities.ts';
import { inputOf } from './made-package.ts';
import { objectsOver, sealedCase } from './sealed-case.ts';

/** Prints the SHA-256 of the package of a case whose seal is always the same. Run in processes of other time zones and languages. */
const one = sealedCase(fixedAuthorities());
const objects = objectsOver(one.store);
const hash = createHash('sha256');
for await (const chunk of writePackage(await planPackage(inputOf(one), objects), objects)) hash.update(chunk);
process.stdout.write(hash.digest('hex'));
