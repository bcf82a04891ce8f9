import { ARCHIVE_TOPICS } from '@guidang/contracts';
import { LOG_CHECKPOINT, logPaths, sizeOf } from '../../src/dump/log-files.ts';
import { rewriteLog } from '../../src/tamper/checkpoints.ts';
import type { PlacedLink } from '../../src/tamper/editable-log.ts';
import { TAMPERINGS } from '../../src/tamper/index.ts';
import { putLink } from '../../src/tamper/link-edits.ts';
import type { Attacker, Mutant } from './mutant.ts';
import { resealed } from './reseal.ts';

/** Forgeries of links as a whole, of inputs, of the log: as they are tried one by one (src/tamper). */
const whole: readonly Mutant[] = TAMPERINGS.flatMap(({ name, apply }) =>
  (['operator', 'log-key'] as const).map(
    (attacker): Mutant => ({
      operator: name,
      attacker,
      place: 'whole',
      apply(dump, { chance, signers }) {
        const touched = apply(dump, {
          chance,
          insider: true,
          ...(attacker === 'log-key' && { logKey: signers.logKey }),
        });
        if (attacker !== 'log-key' || !touched || /log|checkpoint/.test(name)) return touched;
        return { ...touched, places: [...touched.places, ...rewriteLog(dump, signers.logKey)] };
      },
    }),
  ),
);

/** A link of one case in the place of the like of another; and out of another partition. */
const splice = (operator: string, from: (a: PlacedLink, b: PlacedLink) => boolean): Mutant => ({
  operator,
  attacker: 'operator',
  place: 'link',
  apply(dump, { chance }) {
    const isLogged = dump.logged();
    const links = dump.links().filter(({ at }) => isLogged(at));
    const pairs = links.flatMap((a) =>
      links
        .filter((b) => b !== a && b.link.type === a.link.type && from(a, b))
        .slice(0, 2)
        .map((b) => [a, b] as const),
    );
    if (pairs.length === 0) return undefined;
    const [a, b] = chance.pick(pairs);
    dump.replace(a.at, { key: b.record.key, value: b.record.value, headers: b.record.headers });
    return { places: [a.at], what: `${operator} of ${b.at.topic}-${b.at.partition}@${b.at.offset} to @${a.at.offset}` };
  },
});

const logFile = (operator: string, wanted: RegExp, change: (bytes: Buffer) => Buffer | undefined): Mutant => ({
  operator,
  attacker: 'operator',
  place: 'file of the log',
  apply(dump, { chance }) {
    // Older partial tiles lie beside those that the published head needs, and nobody reads them.
    const read = [LOG_CHECKPOINT, ...logPaths(sizeOf(dump.logFile(LOG_CHECKPOINT)!))];
    const paths = read.filter((path) => wanted.test(path) && dump.logFile(path) !== undefined);
    if (paths.length === 0) return undefined;
    const path = chance.pick(paths);
    const changed = change(dump.logFile(path)!);
    if (changed) dump.writeLogFile(path, changed);
    else dump.removeLogFile(path);
    // It is no record: the finding names the file.
    return { places: [], what: path, file: `log/${path}` } as never;
  },
});

const flipped = (bytes: Buffer): Buffer => {
  const copy = Buffer.from(bytes);
  copy[copy.length >> 1]! ^= 1;
  return copy;
};

const others: readonly Mutant[] = [
  splice('splice-case', (a, b) => b.link.case !== a.link.case && b.at.partition === a.at.partition),
  splice('splice-partition', (a, b) => b.at.partition !== a.at.partition),
  splice('replay-old', (a, b) => b.link.case === a.link.case && b.at.offset < a.at.offset && b.at.topic === a.at.topic),
  {
    operator: 'change-key',
    attacker: 'operator',
    place: 'link',
    apply(dump, { chance }) {
      const isLogged = dump.logged();
      const picked = chance.pick(dump.links().filter(({ at }) => isLogged(at)));
      dump.replace(picked.at, { key: Buffer.from(`${picked.link.case.slice(0, -1)}X`) });
      return { places: [picked.at], what: `key of ${picked.at.topic}@${picked.at.offset}` };
    },
  },
  {
    operator: 'drop-topic-tail',
    attacker: 'operator',
    place: 'partition',
    apply(dump, { chance }) {
      const topic = chance.pick(ARCHIVE_TOPICS);
      const isLogged = dump.logged();
      const links = dump.links([topic]).filter(({ at }) => isLogged(at));
      if (links.length === 0) return undefined;
      const { partition } = chance.pick(links).at;
      const mine = links.filter(({ at }) => at.partition === partition);
      const entries = dump.edit(topic, partition);
      const from = entries.findIndex(({ offset }) => offset === mine[mine.length >> 1]!.at.offset);
      entries.splice(from);
      return { places: mine.slice(mine.length >> 1).map(({ at }) => at), what: `${topic}-${partition} cut` };
    },
  },
  {
    operator: 're-seal',
    attacker: 'seal-key',
    place: 'CaseSealed',
    apply(dump, { chance, signers }) {
      const isLogged = dump.logged();
      const seals = dump.links(['archive.seal']).filter(({ at, link }) => isLogged(at) && link.type === 'CaseSealed');
      if (seals.length === 0) return undefined;
      const picked = chance.pick(seals);
      const answered = dump.links(['archive.check']).find(({ hash }) => hash === picked.link.input.sha256);
      if (!answered) return undefined;
      putLink(dump, picked, resealed(picked, answered, signers));
      return { places: [picked.at], what: `sealed anew at ${picked.at.offset}` };
    },
  },
  logFile('alter-tile', /^tile\/\d/, flipped),
  logFile('alter-entries', /^tile\/entries/, flipped),
  logFile('alter-published', new RegExp(`^${LOG_CHECKPOINT}$`), flipped),
  logFile('remove-tile', /^tile\//, () => undefined),
];

/** Each so many times, with other records. */
export function tamperingMutants(times: number): { mutant: Mutant; seed: number }[] {
  return Array.from({ length: times }, (_, seed) =>
    [...whole, ...others].map((mutant) => ({ mutant, seed: seed + 1 })),
  ).flat();
}
export const ALL_ATTACKERS: readonly Attacker[] = ['operator', 'rechain', 'log-key'];
