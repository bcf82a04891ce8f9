import { CASE_DECISIONS, CASE_EVENTS, CHECKPOINTS, PARKED_TOPICS, SCHEMES } from '@guidang/contracts';
import type { Spot } from '../../src/findings/finding.ts';
import { Chance } from '../../src/tamper/chance.ts';
import { rewriteLog } from '../../src/tamper/checkpoints.ts';
import {
  editedAt,
  JSON_EDITS,
  type JsonEdit,
  type JsonPath,
  kindOfPlace,
  placesOf,
} from '../../src/tamper/json-edits.ts';
import { putLink } from '../../src/tamper/link-edits.ts';
import type { MemoryDump } from '../../src/tamper/memory-dump.ts';
import { renameAfter } from '../../src/tamper/rechain.ts';
import type { Attacker, Mutant } from './mutant.ts';

/** A record that somebody rests on, as JSON. */
export interface Victim {
  readonly at: Spot;
  readonly type: string;
  readonly value: unknown;
}

/**
 * Fields on which nothing rests: whoever changes them changes nothing that anybody is told. `time` and the words of a parked record's faults may be put
 * better one day; headers have no order; what a publisher says in a header of its own is nobody's to judge.
 */
export const UNHELD: readonly RegExp[] = [/^parked (time|faults)\b/, /^parked headers order$/];

/** All records that a link answers or names, or that are links or of the log: what an archive rests on. */
export function victims(dump: MemoryDump): Victim[] {
  const links = dump.links();
  const isLogged = dump.logged();
  const logged = links.filter(({ at }) => isLogged(at));
  const answered = new Set(logged.map(({ link: { input } }) => `${input.topic}/${input.partition}@${input.offset}`));
  const schemes = new Set(logged.flatMap(({ link }) => link.decider.scheme ?? []));
  const found: Victim[] = logged.map(({ at, link }) => ({ at, type: link.type, value: link }));
  const records = (topic: string, take: (at: Spot, value: unknown, bytes: Uint8Array) => string | undefined): void => {
    for (const partition of dump.partitionsOf(topic))
      for (const entry of dump.entries(topic, partition)) {
        if (entry.kind !== 'record' || entry.record.value === null) continue;
        const at = { topic, partition, offset: entry.offset };
        const value = jsonOf(entry.record.value);
        const type = value === undefined ? undefined : take(at, value, entry.record.value);
        if (type !== undefined) found.push({ at, type, value });
      }
  };
  const named = ({ topic, partition, offset }: Spot) => answered.has(`${topic}/${partition}@${offset}`);
  for (const topic of [CASE_EVENTS, CASE_DECISIONS])
    records(topic, (at, value) => (named(at) ? (value as { type: string }).type : undefined));
  for (const topic of PARKED_TOPICS) records(topic, () => 'parked');
  records(SCHEMES, (_, value) => (schemes.size > 0 ? schemeType(value, links, dump) : undefined));
  // The last record of the log is followed by none that names its digest (docs/threat-model.md).
  const last = dump.checkpoints().at(-1)?.at.offset;
  records(CHECKPOINTS, (at, value) => (at.offset === last ? undefined : (value as { type: string }).type));
  return found;
}

/** A scheme by which a case was decided. */
function schemeType(value: unknown, links: ReturnType<MemoryDump['links']>, dump: MemoryDump): string | undefined {
  const { id, version } = value as { id?: string; version?: number };
  const used = links.some(
    ({ link }) => link.type === 'CaseOpened' && JSON.stringify(link.body).includes(`"id":"${id}","version":${version}`),
  );
  return used && dump.partitionsOf(SCHEMES).length > 0 ? 'scheme' : undefined;
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined; // hostile bytes that were parked; the record that carries them is a victim of its own
  }
}

/** Every field of every type of record, each changed in every way it can be; attackers in turn. */
export function fieldMutants(dump: MemoryDump, attackers: readonly Attacker[]): Mutant[] {
  const byKind = new Map<string, { victim: Victim; path: JsonPath }>();
  for (const victim of victims(dump))
    for (const path of placesOf(victim.value)) {
      const kind = `${victim.type} ${kindOfPlace(path)}`;
      // The member that says what type it is among others is met in each; one victim of each kind is enough.
      if (!byKind.has(kind) && !UNHELD.some((unheld) => unheld.test(kind))) byKind.set(kind, { victim, path });
    }
  let turn = 0;
  return [...byKind].flatMap(([place, one]) =>
    JSON_EDITS.filter(({ name }) => !UNHELD.some((unheld) => unheld.test(`${place} ${name}`))).map((edit) =>
      mutantOf(place, one, edit, attackers[turn++ % attackers.length]!),
    ),
  );
}

function mutantOf(
  place: string,
  { victim, path }: { victim: Victim; path: JsonPath },
  edit: JsonEdit,
  attacker: Attacker,
): Mutant {
  return {
    operator: `field-${edit.name}`,
    attacker,
    place,
    apply(dump, { chance, signers }) {
      const value = editedAt(victim.value, path, edit, chance);
      const { at } = victim;
      if (value === undefined || JSON.stringify(value) === JSON.stringify(victim.value)) return undefined;
      const before = dump.links().find((one) => isAt(one.at, at));
      if (!before) dump.replace(at, { value: Buffer.from(JSON.stringify(value)) });
      else if (typeof (value as { case?: unknown }).case === 'string') putLink(dump, before, value as never);
      else dump.replace(at, { value: Buffer.from(JSON.stringify(value)) });
      const others = attacker === 'operator' || !before ? [] : renameAfter(dump, before);
      // A record of the log that is changed and written anew is what it was.
      const log = attacker === 'log-key' && before ? rewriteLog(dump, signers.logKey) : [];
      return {
        places: [at, ...others, ...log],
        what: `${edit.name} of ${place} at ${at.topic}-${at.partition}@${at.offset}`,
      };
    },
  };
}

const isAt = (a: Spot, b: Spot): boolean => a.topic === b.topic && a.partition === b.partition && a.offset === b.offset;

export const chanceOf = (seed: number): Chance => new Chance(seed);
