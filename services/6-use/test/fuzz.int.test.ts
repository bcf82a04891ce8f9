import { afterAll, beforeAll, expect, it } from 'vitest';
import { EDGES, FUZZ_PATIENCE_MS, fuzz } from '../../../tools/referees/api-fuzz.ts';
import { Installs } from '../../../tools/referees/installs.ts';
import { headersOf, openWorld, type World } from './world.ts';

let world: World;
let url: string;
beforeAll(async () => {
  world = await openWorld();
  url = await world.door.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await world?.close();
});

it(
  'whatever its OpenAPI document allows, and whatever it does not, no answer of use is an error of ours, or another than the document promises',
  async ({ skip }) => {
    const word = await fuzz(new Installs(), {
      ...{ document: `${url}/openapi.json`, url, headers: headersOf('archive'), seed: 20261125 },
      ...{ examples: EDGES ? 40 : 6, edges: EDGES },
    });
    if ('missing' in word) return skip(`Schemathesis: ${word.missing}`);
    expect(word.clean, word.report.slice(-6_000)).toBe(true);
    expect(world.failures).toEqual([]);
  },
  FUZZ_PATIENCE_MS,
);
