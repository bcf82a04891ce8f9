import { createHash } from 'node:crypto';
import { CASE_DECISIONS, CASE_EVENTS, PARKED_TOPICS, SCHEMES } from '@guidang/contracts';
import type { LogEntry } from '@guidang/stream';
import type { Spot } from '../findings/finding.ts';
import type { EditableLog } from './editable-log.ts';
import type { Forger, Tampering, Touched } from './tampering.ts';

/** Records of these topics that a link answers or names. */
function answered(dump: EditableLog, topics: readonly string[]): { at: Spot; entry: LogEntry & { kind: 'record' } }[] {
  const isLogged = dump.logged();
  const named = new Set(
    dump
      .links()
      .filter(({ at }) => isLogged(at))
      .map(({ link: { input } }) => `${input.topic}-${input.partition}@${input.offset}`),
  );
  return topics.flatMap((topic) =>
    dump
      .partitionsOf(topic)
      .flatMap((partition) =>
        dump
          .entries(topic, partition)
          .flatMap((entry) =>
            entry.kind === 'record' && named.has(`${topic}-${partition}@${entry.offset}`)
              ? [{ at: { topic, partition, offset: entry.offset }, entry }]
              : [],
          ),
      ),
  );
}

/** Changes one letter of what an input says. */
function changed(dump: EditableLog, { chance }: Forger, topics: readonly string[]): Touched | undefined {
  const inputs = answered(dump, topics);
  if (inputs.length === 0) return undefined;
  const { at, entry } = chance.pick(inputs);
  const text = Buffer.from(entry.record.value!).toString('utf8');
  dump.replace(at, { value: Buffer.from(text.replace(/"time":"(\d{3})\d/, '"time":"$19')) });
  return { places: [at], what: `input ${at.topic}-${at.partition}@${at.offset} edited` };
}

/** What is answered is not in the log itself: the links that answer it speak for it. */
export const INPUT_TAMPERINGS: readonly Tampering[] = [
  {
    name: 'edit-event',
    zh: '改动已答复的事件',
    en: 'an answered event is edited',
    apply: (dump, forger) => changed(dump, forger, [CASE_EVENTS, CASE_DECISIONS]),
  },
  {
    name: 'delete-event',
    zh: '删除已答复的事件',
    en: 'an answered event is deleted',
    apply(dump, { chance, insider }) {
      const inputs = answered(dump, [CASE_EVENTS, CASE_DECISIONS]);
      if (inputs.length === 0) return undefined;
      const { at, entry } = chance.pick(inputs);
      const entries = dump.edit(at.topic, at.partition);
      const place = entries.indexOf(entry);
      if (insider) entries[place] = { kind: 'aborted', offset: at.offset, timestamp: entry.record.timestamp };
      else entries.splice(place, 1);
      return { places: [at], what: `input ${at.topic}-${at.partition}@${at.offset} deleted` };
    },
  },
  {
    name: 'edit-parked',
    zh: '改动挂起记录',
    en: 'a parked record is edited',
    apply(dump, { chance }) {
      const parked = PARKED_TOPICS.flatMap((topic) =>
        dump.partitionsOf(topic).flatMap((partition) =>
          dump
            .entries(topic, partition)
            .filter((entry) => entry.kind === 'record')
            .map((entry) => ({ at: { topic, partition, offset: entry.offset }, record: entry.record })),
        ),
      );
      if (parked.length === 0) return undefined;
      const { at, record } = chance.pick(parked);
      const text = Buffer.from(record.value!).toString('utf8');
      const edits = [
        text.replace(/"reason":"[A-Z_]+"/, '"reason":"LOOKED_ODD"'),
        text.replace(/"sha256":"./, (head) => (head.endsWith('0') ? '"sha256":"1' : '"sha256":"0')),
        text.replace(/"offset":(\d+)/, (_, offset) => `"offset":${Number(offset) + 1}`),
      ].filter((edit) => edit !== text);
      dump.replace(at, { value: Buffer.from(chance.pick(edits)) });
      return { places: [at], what: `parked record ${at.topic}-${at.partition}@${at.offset} edited` };
    },
  },
  {
    name: 'edit-scheme',
    zh: '改动已公布的归档方案',
    en: 'a published scheme is edited',
    apply(dump, { chance }) {
      const isLogged = dump.logged();
      const used = new Set(
        dump
          .links()
          .filter(({ at }) => isLogged(at))
          .map(({ link }) => link.decider.scheme),
      );
      const schemes = dump.entries(SCHEMES, 0).flatMap((entry) => {
        if (entry.kind !== 'record' || entry.record.value === null) return [];
        return used.has(digestOf(entry.record.value))
          ? [{ at: { topic: SCHEMES, partition: 0, offset: entry.offset }, record: entry.record }]
          : [];
      });
      if (schemes.length === 0) return undefined;
      const { at, record } = chance.pick(schemes);
      const text = Buffer.from(record.value!).toString('utf8');
      dump.replace(at, { value: Buffer.from(text.replace(/"required":"always"/, '"required":"optional"')) });
      return { places: [at], what: `scheme ${at.offset} edited` };
    },
  },
];

const digestOf = (value: Uint8Array): `sha256:${string}` =>
  `sha256:${createHash('sha256').update(value).digest('hex')}`;
