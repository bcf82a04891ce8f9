import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BEGINS, makeHistory } from './history.ts';
import { makeSigners } from './trust.ts';
import { writeHistory } from './write.ts';

/**
 * Records a sample of what comes about only after years, when authorities and digests come to their end, and of packages that come from elsewhere: `node packages/auditor/test/history/write-sample.ts NAME`. The real rules
 * decide and real keys sign; the years are made up. The rest is recorded on the real parts (e2e/src/samples.ts).
 */
const { positionals } = parseArgs({ allowPositionals: true });
const name = positionals[0] ?? '';
const folder = fileURLToPath(new URL(`../../../../samples/${name}`, import.meta.url));
if (!/^[a-z0-9-]+$/.test(name)) throw new Error('usage: node packages/auditor/test/history/write-sample.ts NAME');
if (existsSync(folder)) throw new Error(`${folder} is there; what was recorded is never recorded again`);

const WANTED = [
  'EvidenceRenewed timestamp',
  'EvidenceRenewed hash-tree',
  'RenewalRefused timestamp',
  'RenewalRefused hash-tree',
  'PackageReceived undefined',
  'PackageTurnedAway undefined',
  'EvidenceRenewed first',
  'PackageInspected undefined',
  'ReceivedIndexed undefined',
];
const signers = makeSigners(new Date(BEGINS), 2);
for (let seed = 1; ; seed++) {
  const history = makeHistory({
    ...{ seed, cases: 6, partitions: 2, trouble: 0.3, unloggedTail: false, unfinished: false, signers },
    handedIn: true,
    courses: ['stored', 'amended'],
  });
  const links = [...history.linksOf.get('store')!.values(), ...history.linksOf.get('use')!.values()]
    .flat()
    .map((own) => JSON.parse(Buffer.from(own).toString('utf8')));
  const seen = new Set(links.map(({ type, body }) => `${type} ${body.kind}`));
  if (!WANTED.every((one) => seen.has(one))) continue;
  mkdirSync(folder, { recursive: true });
  await writeHistory(history, `${folder}/dump`);
  writeFileSync(`${folder}/anchors.json`, `${JSON.stringify(signers.anchors, undefined, 2)}\n`);
  writeFileSync(
    `${folder}/README.md`,
    `# Samples ${name}\n\nRecorded ${new Date().toISOString().slice(0, 10)}: evidence records renewed and renewals refused, packages from elsewhere received, turned away, looked at again, given evidence and used, in years that are made up. Never changed, only added to beside it.\n`,
  );
  process.stdout.write(`${folder}: history ${seed}, ${history.links} links\n`);
  break;
}
