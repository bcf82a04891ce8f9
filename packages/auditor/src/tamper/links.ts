import { type AnyLink, ARCHIVE_TOPICS, CASE_DECISIONS, CASE_EVENTS, PARKED_TOPICS } from '@guidang/contracts';
import type { LogEntry } from '@guidang/stream';
import type { Spot } from '../findings/finding.ts';
import type { Chance } from './chance.ts';
import type { EditableLog, PlacedLink } from './editable-log.ts';
import { editDecision, editFacts, editField, putLink } from './link-edits.ts';
import { rechain } from './rechain.ts';
import type { Forger, Tampering, Touched } from './tampering.ts';

const DAY_MS = 24 * 3_600_000;
const named = ({ topic, partition, offset }: Spot): string => `${topic}-${partition}@${offset}`;
const touched = (what: string, ...places: Spot[]): Touched => ({
  places,
  what: `${what} ${places.map(named).join(', ')}`,
});

/** A link that the log has: of those it does not have yet an honest system can say nothing but what the chain says. */
function someLink(dump: EditableLog, chance: Chance, wanted: (link: PlacedLink) => boolean = () => true) {
  const isLogged = dump.logged();
  // Every step the same chance, however many links it wrote.
  const topics = [...ARCHIVE_TOPICS].sort(() => chance.below(3) - 1);
  for (const topic of topics) {
    const candidates = dump.links([topic]).filter((one) => isLogged(one.at) && wanted(one));
    if (candidates.length > 0) return chance.pick(candidates);
  }
  return undefined;
}

/** Takes a record away: leaves a gap, or says in its place that it was given up, or moves up what lies behind. */
function remove(dump: EditableLog, spot: Spot, how: 'gap' | 'given-up' | 'moved-up'): void {
  const entries = dump.edit(spot.topic, spot.partition);
  const at = entries.findIndex(({ offset }) => offset === spot.offset);
  const entry = entries[at]!;
  const timestamp = entry.kind === 'record' ? entry.record.timestamp : entry.timestamp;
  if (how === 'given-up') entries[at] = { kind: 'aborted', offset: spot.offset, timestamp };
  else entries.splice(at, 1);
  if (how !== 'moved-up') return;
  for (let i = at; i < entries.length; i++) entries[i] = moved(entries[i]!, entries[i]!.offset - 1);
}

const moved = (entry: LogEntry, offset: number): LogEntry =>
  entry.kind === 'record' ? { ...entry, offset, record: { ...entry.record, offset } } : { ...entry, offset };

const howRemoved = ({ insider, chance }: Forger): 'gap' | 'given-up' =>
  insider ? chance.pick(['gap', 'given-up']) : 'gap';

/** Puts a record into a partition: in the place of a marker, or at the end. @returns where it lies then */
function insert(dump: EditableLog, original: PlacedLink, link: AnyLink, where: 'marker' | 'end'): Spot {
  const { topic, partition } = original.at;
  const entries = dump.edit(topic, partition);
  const behind = entries.findIndex(({ kind, offset }) => kind === 'commit' && offset > original.at.offset);
  const at = where === 'marker' && behind >= 0 ? behind : entries.length;
  const offset = entries[at]?.offset ?? entries.at(-1)!.offset + 1;
  const before = entries[at - 1]!;
  const timestamp = before.kind === 'record' ? before.record.timestamp : before.timestamp;
  entries[at] = {
    kind: 'record',
    offset,
    record: { ...original.record, offset, timestamp, value: Buffer.from(JSON.stringify(link)) },
  };
  const spot = { topic, partition, offset };
  putLink(dump, { ...original, at: spot }, link);
  return spot;
}

const one =
  (
    change: (picked: PlacedLink, dump: EditableLog, forger: Forger) => AnyLink | undefined,
    what: string,
  ): Tampering['apply'] =>
  (dump, forger) => {
    const picked = someLink(dump, forger.chance, (link) => change(link, dump, forger) !== undefined);
    if (!picked) return undefined;
    putLink(dump, picked, change(picked, dump, forger)!);
    return touched(what, picked.at);
  };

export const LINK_TAMPERINGS: readonly Tampering[] = [
  {
    name: 'edit-field',
    zh: '改动链节的一个字段',
    en: 'a field of a link is edited',
    apply: one(({ link }, _, { chance }) => editField(link, chance), 'edited'),
  },
  {
    name: 'edit-whitespace',
    zh: '仅改动链节的空白字符',
    en: 'only white space of a link is edited',
    apply(dump, { chance }) {
      const picked = someLink(dump, chance);
      if (!picked) return undefined;
      const text = Buffer.from(picked.record.value!).toString('utf8');
      const value = chance.pick([text.replace(',', ', '), `${text}\n`, text.replace(':', ' :')]);
      dump.replace(picked.at, { value: Buffer.from(value) });
      return touched('white space in', picked.at);
    },
  },
  {
    name: 'delete-link',
    zh: '删除一个链节',
    en: 'a link is deleted',
    apply(dump, forger) {
      const picked = someLink(dump, forger.chance);
      if (!picked) return undefined;
      remove(dump, picked.at, howRemoved(forger));
      return touched('deleted', picked.at);
    },
  },
  {
    name: 'delete-link-and-renumber',
    zh: '删除一个链节并将其后记录前移',
    en: 'a link is deleted and what lies behind moves up',
    apply(dump, { chance }) {
      const picked = someLink(dump, chance);
      if (!picked) return undefined;
      remove(dump, picked.at, 'moved-up');
      return touched('deleted, rest moved up,', picked.at);
    },
  },
  {
    name: 'delete-and-rechain',
    zh: '删除一个链节并重算其后全部摘要',
    en: 'a link is deleted and everything after it re-chained',
    apply(dump, forger) {
      const links = dump.links();
      const follows = new Set(links.map(({ link }) => link.previous));
      const picked = someLink(dump, forger.chance, ({ hash }) => follows.has(hash));
      if (!picked) return undefined;
      const places = rechain(dump, picked, (spot) => remove(dump, spot, howRemoved(forger)));
      return touched('deleted and re-chained', picked.at, ...places);
    },
  },
  {
    name: 'delete-tail',
    zh: '删除分区末尾的若干链节',
    en: 'the last links of a partition are deleted',
    apply(dump, { chance }) {
      const picked = someLink(dump, chance);
      if (!picked) return undefined;
      const { topic, partition } = picked.at;
      const entries = dump.edit(topic, partition);
      const records = dump.links([topic]).filter(({ at }) => at.partition === partition);
      const isLogged = dump.logged();
      const last = records.filter(({ at }) => isLogged(at)).slice(-1 - chance.below(5));
      const from = entries.findIndex(({ offset }) => offset === last[0]!.at.offset);
      entries.splice(from);
      return touched('cut off from', ...last.map(({ at }) => at));
    },
  },
  {
    name: 'duplicate',
    zh: '重复一个链节',
    en: 'a link is doubled',
    apply(dump, { chance }) {
      const picked = someLink(dump, chance);
      if (!picked) return undefined;
      const spot = insert(dump, picked, picked.link, chance.pick(['marker', 'end']));
      return touched('doubled', spot, picked.at);
    },
  },
  {
    name: 'reorder',
    zh: '调换两个相邻链节的次序',
    en: 'two links change places',
    apply(dump, { chance }) {
      const picked = someLink(dump, chance, ({ at, record }) => neighbour(dump, at, record) !== undefined);
      if (!picked) return undefined;
      const other = neighbour(dump, picked.at, picked.record)!;
      exchange(dump, picked, other);
      return touched('changed places:', picked.at, other.at);
    },
  },
  {
    name: 'swap-cases',
    zh: '互换两个办件的链节',
    en: 'links of two cases are swapped',
    apply(dump, { chance }) {
      const isLogged = dump.logged();
      const links = dump.links().filter(({ at }) => isLogged(at));
      const partner = (a: PlacedLink): PlacedLink[] =>
        links.filter(
          (b) =>
            b.at.topic === a.at.topic &&
            b.at.partition === a.at.partition &&
            b.link.type === a.link.type &&
            b.link.case !== a.link.case,
        );
      const picked = someLink(dump, chance, (a) => partner(a).length > 0);
      if (!picked) return undefined;
      const other = chance.pick(partner(picked));
      if (chance.below(2) === 0) exchange(dump, picked, other);
      else {
        // Only what is inside changes hands: keys and headers stay.
        dump.replace(picked.at, { value: other.record.value });
        dump.replace(other.at, { value: picked.record.value });
      }
      return touched('swapped', picked.at, other.at);
    },
  },
  {
    name: 'insert-forged',
    zh: '插入伪造的链节',
    en: 'a forged link is inserted',
    apply(dump, { chance }) {
      const links = dump.links();
      const follows = new Set(links.map(({ link }) => link.previous));
      const picked = someLink(dump, chance, ({ hash }) => !follows.has(hash));
      if (!picked) return undefined;
      const forged = editDecision(picked.link, chance);
      forged.seq = picked.link.seq + 1;
      forged.previous = picked.hash;
      forged.id = forged.id.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
      const spot = insert(dump, picked, forged, chance.pick(['marker', 'end']));
      return touched('inserted', spot);
    },
  },
  {
    name: 'change-facts',
    zh: '改动事实而不改判定',
    en: 'facts are changed so that the decision no longer follows',
    apply: one(({ link }) => editFacts(link), 'facts of'),
  },
  {
    name: 'change-decision',
    zh: '改动判定而不改事实',
    en: 'the decision is changed and the facts are not',
    apply: one(({ link }, _, { chance }) => editDecision(link, chance), 'decision of'),
  },
  {
    name: 'back-date-link',
    zh: '倒签链节时间',
    en: 'a link is back-dated',
    apply: one(({ link }) => ({ ...link, time: new Date(Date.parse(link.time) - DAY_MS).toISOString() }), 'back-dated'),
  },
  {
    name: 'back-date-record',
    zh: '倒签写入时间',
    en: 'the time at which a record was written is put back',
    apply(dump, { chance }) {
      const picked = someLink(dump, chance);
      if (!picked) return undefined;
      dump.replace(picked.at, { timestamp: picked.record.timestamp - DAY_MS });
      return touched('written earlier', picked.at);
    },
  },
  {
    name: 'strip-header',
    zh: '去掉消息头',
    en: 'a header is stripped',
    apply(dump, { chance }) {
      const picked = someLink(dump, chance);
      if (!picked) return undefined;
      const { ce_type: _, ...headers } = picked.record.headers;
      dump.replace(picked.at, { headers });
      return touched('header of', picked.at);
    },
  },
  {
    name: 'drop-case',
    zh: '抹去整个办件',
    en: 'a whole case is dropped',
    apply(dump, forger) {
      const picked = someLink(dump, forger.chance);
      if (!picked) return undefined;
      const how = howRemoved(forger);
      const places: Spot[] = [];
      for (const topic of [CASE_EVENTS, CASE_DECISIONS, ...ARCHIVE_TOPICS, ...PARKED_TOPICS])
        for (const entry of [...dump.entries(topic, picked.at.partition)]) {
          if (entry.kind !== 'record' || entry.record.key === null) continue;
          if (Buffer.from(entry.record.key).toString('utf8') !== picked.link.case) continue;
          const spot = { topic, partition: picked.at.partition, offset: entry.offset };
          places.push(spot);
          remove(dump, spot, how);
        }
      return { places, what: `${places.length} records of a case dropped` };
    },
  },
];

/** The record right behind, where there is one. */
function neighbour(
  dump: EditableLog,
  { topic, partition, offset }: Spot,
  record: { value: unknown },
): PlacedLink | undefined {
  const next = dump.links([topic]).find(({ at }) => at.partition === partition && at.offset > offset);
  return next && next.at.offset === offset + 1 && next.record.value !== record.value && dump.logged()(next.at)
    ? next
    : undefined;
}

function exchange(dump: EditableLog, a: PlacedLink, b: PlacedLink): void {
  const { key, value, headers } = a.record;
  dump.replace(a.at, { key: b.record.key, value: b.record.value, headers: b.record.headers });
  dump.replace(b.at, { key, value, headers });
}
