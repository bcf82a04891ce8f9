import { ROLE_NAMES } from '@guidang/access';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EDGES, FUZZ_PATIENCE_MS, fuzz } from '../../../tools/referees/api-fuzz.ts';
import { Installs } from '../../../tools/referees/installs.ts';
import { openWorld, person, postOf, type World } from './world.ts';

let world: World;
let url: string;
/** Whoever may do everything reaches everything. */
const EVERYBODY = person(
  'fuzz',
  ROLE_NAMES.map((role) => postOf(role, null)),
);

beforeAll(async () => {
  world = await openWorld();
  url = await world.door.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await world?.close();
});

it(
  'whatever its OpenAPI document allows, and whatever it does not, no answer of the console is an error of ours, or another than the document promises',
  async ({ skip }) => {
    const headers = { 'x-test-principal': Buffer.from(JSON.stringify(EVERYBODY)).toString('base64') };
    const word = await fuzz(new Installs(), {
      ...{ document: `${url}/api/openapi.json`, url, headers, seed: 20261125 },
      ...{ examples: EDGES ? 30 : 4, edges: EDGES },
    });
    if ('missing' in word) return skip(`Schemathesis: ${word.missing}`);
    expect(word.clean, word.report.slice(-6_000)).toBe(true);
    expect(world.faults).toEqual([]);
  },
  FUZZ_PATIENCE_MS,
);
