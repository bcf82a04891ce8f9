import { afterAll, beforeAll, expect, it } from 'vitest';
import { fuzz } from '../../../tools/referees/api-fuzz.ts';
import { Installs } from '../../../tools/referees/installs.ts';
import { openWorld, type World } from './real.ts';
import { keyOf } from './specimens.ts';

/** FUZZ=edges asks every edge of every parameter as well. */
const EDGES = process.env.FUZZ === 'edges';
const PATIENCE_MS = 1_800_000;
const { key, seed } = keyOf('fuzz');

let world: World;
beforeAll(async () => {
  world = await openWorld('fuzz', [seed]);
});
afterAll(async () => {
  await world?.close();
});

it(
  'whatever its OpenAPI document allows, and whatever it does not, no answer of intake is an error of ours, or another than the document promises',
  async ({ skip }) => {
    const { url } = await world.door();
    const word = await fuzz(new Installs(), {
      ...{ document: `${url}/v1/openapi.json`, url, headers: { authorization: `Bearer ${key}` }, seed: 20261125 },
      ...{ examples: EDGES ? 200 : 25, edges: EDGES },
    });
    if ('missing' in word) return skip(`Schemathesis: ${word.missing}`);
    expect(word.clean, word.report.slice(-6_000)).toBe(true);
  },
  PATIENCE_MS,
);
