import { readParts, SERVICES, startServices } from '@guidang/infra-local';
import { beforeAll, describe, expect, it } from 'vitest';
import { expressions, metricsOf } from '../infra/grafana/test/expressions.ts';

/** Every metric that a running service exposes, without the endings of histograms. */
const exposed = new Set<string>();

describe('boards and rules', () => {
  beforeAll(async () => {
    await startServices();
    const { http } = readParts();
    for (const service of Object.keys(SERVICES)) {
      const port = http[`health.${service}`];
      const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(10_000) });
      for (const [, name] of (await answer.text()).matchAll(/^# TYPE (\S+)/gm)) exposed.add(name!);
    }
  });

  it('ask by metrics that the running services expose, and by no others', () => {
    const asked = new Set(expressions().flatMap(({ expr }) => metricsOf(expr).map(({ name }) => name)));
    const unknown = [...asked].filter(
      (name) => !exposed.has(name) && !exposed.has(name.replace(/_(bucket|sum|count)$/, '')),
    );
    expect(asked.size).toBeGreaterThan(25);
    expect(unknown).toEqual([]);
  });
});
