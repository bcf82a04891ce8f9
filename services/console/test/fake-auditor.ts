import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

// Stands in for the auditor: takes the same arguments and ends the same ways.
const [mode = '', word, ...rest] = process.argv.slice(2);
const { values } = parseArgs({
  args: rest,
  options: { json: { type: 'string' }, html: { type: 'string' }, out: { type: 'string' } },
  strict: false,
});
if (mode === 'slow') await new Promise((resolve) => setTimeout(resolve, 60_000));
if (mode === 'fails') {
  process.stderr.write('no broker\n');
  process.exit(2);
}
if (word === 'replay') {
  process.stdout.write(
    `${rest[0]}: 12 条链节重新判定，${mode === 'broken' ? 1 : 0} 处不同 / links decided again, differences\n`,
  );
  if (mode === 'broken') process.stdout.write('BODY archive.check-0@3 GD-1 body: a ≠ b\n');
  process.exit(mode === 'broken' ? 1 : 0);
}
if (word === 'prove') {
  writeFileSync(String(values.out), rest.join(' '));
  process.exit(0);
}
if (word === 'dump') {
  const out = String(values.out);
  mkdirSync(join(out, 'records'), { recursive: true });
  writeFileSync(join(out, 'records/case.events-0.bin'), Buffer.alloc(1_000_000, 7));
  writeFileSync(join(out, 'records/empty.bin'), '');
  process.stderr.write('取出 / dumping:  50% (1/2)\n');
  if (mode === 'broken') process.exit(2);
  if (mode === 'long') writeFileSync(join(out, 'records', 'x'.repeat(101)), '');
  writeFileSync(join(out, 'dump.json'), rest.join(' '));
  process.exit(0);
}
const fault = {
  code: 'CASE_GAP',
  layer: 2,
  topic: 'archive.check',
  partition: 1,
  offset: 7,
  case: 'c',
  field: 'seq',
};
const report = {
  ...{
    verdict: mode,
    layers: { 2: mode },
    looked: { inputs: 1, links: 2, objects: 0 },
    log: { size: 2, cosigned: 2 },
  },
  ...{
    cases: { stored: 1 },
    faults: mode === 'broken' ? [fault] : [],
    omitted: 0,
    environment: Object.keys(process.env).sort(),
  },
};
writeFileSync(String(values.json), JSON.stringify(report));
writeFileSync(String(values.html), '<p>report</p>');
process.exit(mode === 'broken' ? 1 : 0);
