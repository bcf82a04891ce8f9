import { createHash } from 'node:crypto';
import { planPackage, writePackage } from '../src/index.ts';
import { inputOf } from './made-package.ts';
import { recordedCase } from './recorded-case.ts';
import { objectsOver } from './sealed-case.ts';

/** Prints the content name of the recorded case's package. Run in processes of other time zones and languages. */
const { one } = recordedCase();
const objects = objectsOver(one.store);
const hash = createHash('sha256');
for await (const chunk of writePackage(await planPackage(inputOf(one), objects), objects)) hash.update(chunk);
process.stdout.write(`sha256:${hash.digest('hex')}`);
