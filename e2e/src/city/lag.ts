import type { Parts } from '@guidang/infra-local';

const STEPS = ['capture', 'check', 'seal', 'package', 'store', 'use'];

/** What the steps still have before them, from what they tell of themselves. A step that does not answer counts as having something. */
export async function recordsWaiting({ http }: Parts): Promise<number> {
  const each = await Promise.all(
    STEPS.map(async (step) => {
      const port = http[`health.${step}`];
      const text = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(5_000) }).then(
        (response) => response.text(),
        () => 'guidang_step_lag_records{step="?"} 1',
      );
      return [...text.matchAll(/^guidang_step_lag_records\{[^}]*\} (\d+)/gm)].reduce(
        (sum, [, records]) => sum + Number(records),
        0,
      );
    }),
  );
  return each.reduce((sum, one) => sum + one, 0);
}
