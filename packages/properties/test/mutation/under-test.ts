import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import type { PlantedFault } from './planting.ts';

/** Runs all tests of the package with each fault awake. @returns the faults with which they all pass */
export async function foundByTests(
  faults: readonly PlantedFault[],
  texts: ReadonlyMap<string, string>,
  root: string,
): Promise<PlantedFault[]> {
  if (faults.length === 0) return [];
  const vitest = await startVitest(
    'test',
    [],
    {
      ...{ root, config: false, watch: true, bail: 1, reporters: [{}], provide: { fault: 0 }, testTimeout: 60_000 },
      ...{
        include: ['test/*.test.ts'],
        // Asked word for word already; what is left is what they do not tell apart.
        exclude: ['test/golden.test.ts', 'test/stages.test.ts', 'test/table.test.ts'],
        maxWorkers: 1,
        setupFiles: [fileURLToPath(new URL('./setup.ts', import.meta.url))],
      },
    },
    { plugins: [{ name: 'planted-faults', enforce: 'pre', load: (id) => texts.get(id.split('?')[0]!) }] },
  );
  const modules = vitest.state.getTestModules();
  if (modules.length === 0 || !modules.every((one) => one.ok()))
    throw new Error('the tests fail before anything is planted');
  const specifications = await vitest.globTestSpecifications();
  const missed: PlantedFault[] = [];
  for (const [i, fault] of faults.entries()) {
    vitest.provide('fault', fault.number);
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications, true);
    if (unhandledErrors.length === 0 && testModules.every((one) => one.ok())) missed.push(fault);
    if (i % 20 === 19) process.stderr.write(`${i + 1} of ${faults.length}, ${missed.length} not found\n`);
  }
  await vitest.close();
  return missed;
}
