import { afterAll, beforeAll, expect, it } from 'vitest';
import { EDGES, FUZZ_PATIENCE_MS, fuzz } from '../../../tools/referees/api-fuzz.ts';
import { Installs } from '../../../tools/referees/installs.ts';
import { EVERY_ROLE, openWorld, person, postOf, type World } from './world.ts';

let world: World;
let url: string;
/** Whoever may do everything reaches everything. */
const EVERYBODY = person(
  'fuzz',
  EVERY_ROLE.map((role) => postOf(role, null)),
);

beforeAll(async () => {
  world = await openWorld();
  url = await world.door.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await world?.close();
});

it(
  'whatever its OpenAPI document allows, and whatever it does not, no answer of registry is an error of ours, or another than the document promises',
  async ({ skip }) => {
    const headers = {
      'x-test-principal': Buffer.from(JSON.stringify(EVERYBODY)).toString('base64'),
      origin: 'https://registry.example',
    };
    const word = await fuzz(new Installs(), {
      ...{ document: `${url}/v1/openapi.json`, url, headers, seed: 20261125 },
      ...{ examples: EDGES ? 30 : 6, edges: EDGES, without: ['importBundle'] },
    });
    if ('missing' in word) return skip(`Schemathesis: ${word.missing}`);
    expect(word.clean, word.report.slice(-6_000)).toBe(true);
    expect(world.faults).toEqual([]);
  },
  FUZZ_PATIENCE_MS,
);
