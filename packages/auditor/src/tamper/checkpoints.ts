import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { CHECKPOINTS, type CheckpointRecord } from '@guidang/contracts';
import { checkpointText, Frontier, noteKey, signerOf, signNote } from '@guidang/evidence';
import { LOG_CHECKPOINT } from '../dump/log-files.ts';
import type { Spot } from '../findings/finding.ts';
import type { Chance } from './chance.ts';
import type { EditableLog } from './editable-log.ts';
import { editField, flipped, putLink } from './link-edits.ts';
import type { Tampering, Touched } from './tampering.ts';

type Placed = ReturnType<EditableLog['checkpoints']>[number];
type Edit = (record: CheckpointRecord, chance: Chance) => CheckpointRecord | undefined;

/** Ways in which somebody alters one checkpoint. */
const EDITS: readonly Edit[] = [
  (record) => (record.type === 'checkpoint' ? { ...record, root: flipped(record.root) } : undefined),
  (record) => (record.type === 'checkpoint' ? { ...record, size: record.size + 1 } : undefined),
  (record) => (record.type === 'checkpoint' ? { ...record, batch: record.batch + 1 } : undefined),
  (record) => (record.type === 'checkpoint' ? { ...record, ranges: record.ranges.toReversed() } : undefined),
  (record) =>
    record.type === 'checkpoint'
      ? { ...record, ranges: record.ranges.map((range, i) => (i === 0 ? { ...range, to: range.to + 1 } : range)) }
      : undefined,
  (record) => ({ ...record, previous: record.previous === null ? '0'.repeat(64) : flipped(record.previous) }),
  (record) => ({ ...record, note: record.note.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`) }),
  (record) => ({
    ...record,
    note: record.note.replace(/(\S{6})\n$/, (end) => (end.startsWith('A') ? `B${end.slice(1)}` : `A${end.slice(1)}`)),
  }),
  (record) =>
    record.type === 'cosigned' && record.timestamp !== null
      ? {
          ...record,
          timestamp: `${record.timestamp.slice(0, 400)}${record.timestamp[400] === 'A' ? 'B' : 'A'}${record.timestamp.slice(401)}`,
        }
      : undefined,
];

const bytesOf = (record: CheckpointRecord): Buffer => Buffer.from(JSON.stringify(record));
const hashOf = (value: Uint8Array): string => createHash('sha256').update(value).digest('hex');

export const CHECKPOINT_TAMPERINGS: readonly Tampering[] = [
  {
    name: 'alter-checkpoint',
    zh: '改动存证点',
    en: 'a checkpoint is altered',
    apply(dump, { chance }) {
      const records = dump.checkpoints();
      const picked = chance.pick(records);
      const edits = EDITS.map((edit) => edit(picked.parsed, chance)).filter(
        (edited) => edited !== undefined && JSON.stringify(edited) !== JSON.stringify(picked.parsed),
      );
      dump.replace(picked.at, { value: bytesOf(chance.pick(edits)!) });
      return { places: [picked.at], what: `checkpoint ${picked.at.offset} altered` };
    },
  },
  {
    name: 'delete-checkpoint',
    zh: '删除一个存证点',
    en: 'a checkpoint is deleted',
    apply(dump, { chance, insider }) {
      const batches = dump.checkpoints().filter(({ parsed }) => parsed.type === 'checkpoint');
      const picked = chance.pick(batches.slice(0, -1).length > 0 ? batches.slice(0, -1) : batches);
      const entries = dump.edit(CHECKPOINTS, 0);
      const at = entries.findIndex(({ offset }) => offset === picked.at.offset);
      if (insider) entries[at] = { kind: 'aborted', offset: picked.at.offset, timestamp: picked.record.timestamp };
      else entries.splice(at, 1);
      const next = dump.checkpoints().find(({ at: spot }) => spot.offset > picked.at.offset);
      return { places: [picked.at, ...(next ? [next.at] : [])], what: `checkpoint ${picked.at.offset} deleted` };
    },
  },
  {
    name: 'fork-log',
    zh: '伪造分叉的存证日志',
    en: 'the log is forked',
    apply(dump, { chance, logKey }) {
      const records = dump.checkpoints();
      const batches = records.filter(({ parsed }) => parsed.type === 'checkpoint');
      if (batches.length < 1) return undefined;
      const from = chance.pick(batches);
      const link = changeLinkOf(dump, from, chance);
      return link && rewrite(dump, from, logKey ?? generateKeyPairSync('ed25519').privateKey, link);
    },
  },
  {
    name: 'truncate-log',
    zh: '截短存证日志',
    en: 'the log is truncated',
    apply(dump, { chance, insider }) {
      const records = dump.checkpoints();
      const batches = records.filter(({ parsed }) => parsed.type === 'checkpoint');
      if (batches.length < 2) return undefined;
      const cut = batches[1 + chance.below(batches.length - 1)]!;
      const entries = dump.edit(CHECKPOINTS, 0);
      entries.splice(entries.findIndex(({ offset }) => offset === cut.at.offset));
      // Whoever can write everywhere puts an older checkpoint back where the log publishes it.
      const older = dump.checkpoints().findLast(({ parsed }) => parsed.type === 'cosigned');
      if (insider && older && dump.logFile(LOG_CHECKPOINT))
        dump.writeLogFile(LOG_CHECKPOINT, Buffer.from(older.parsed.note));
      const places = records.filter(({ at }) => at.offset >= cut.at.offset).map(({ at }) => at);
      return { places, what: `log cut at ${cut.at.offset}` };
    },
  },
];

function changeLinkOf(dump: EditableLog, { parsed }: Placed, chance: Chance): Spot | undefined {
  if (parsed.type !== 'checkpoint') return undefined;
  const { topic, partition, from, to } = chance.pick(parsed.ranges);
  const links = dump
    .links([topic])
    .filter(({ at }) => at.partition === partition && at.offset >= from && at.offset <= to);
  if (links.length === 0) return undefined;
  const picked = chance.pick(links);
  putLink(dump, picked, editField(picked.link, chance));
  return picked.at;
}

/** Writes the whole log anew over the records as they are now. @returns its records */
export function rewriteLog(dump: EditableLog, key: KeyObject): Spot[] {
  const first = dump.checkpoints().find(({ parsed }) => parsed.type === 'checkpoint');
  return first ? [...rewrite(dump, first, key, first.at).places] : [];
}

/** Writes the log anew from a batch on, over the links as they are now, and signs it with a key that need not be the right one. Cosignatures cannot be had again. */
function rewrite(dump: EditableLog, from: Placed, key: KeyObject, link: Spot): Touched {
  const tree = new Frontier();
  let previous: string | null = null;
  const places: Spot[] = [link];
  for (const { at, parsed } of dump.checkpoints()) {
    let value = bytesOf(parsed);
    if (parsed.type === 'checkpoint') {
      for (const { topic, partition, from, to } of parsed.ranges)
        for (const entry of dump.entries(topic, partition))
          if (entry.kind === 'record' && entry.offset >= from && entry.offset <= to)
            tree.appendDigest(createHash('sha256').update(entry.record.value!).digest());
      if (at.offset >= from.at.offset) {
        const root = tree.root();
        const text = checkpointText(parsed.origin, { size: tree.size, root });
        const note = signNote(text, noteKey(parsed.origin, key), signerOf(key));
        value = bytesOf({ ...parsed, previous, size: tree.size, root: root.toString('hex'), note });
      }
    } else if (at.offset >= from.at.offset) value = bytesOf({ ...parsed, previous });
    if (at.offset >= from.at.offset) {
      dump.replace(at, { value });
      places.push(at);
    }
    previous = hashOf(value);
  }
  return { places, what: `log written anew from ${from.at.offset} on` };
}
