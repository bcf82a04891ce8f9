import { type CaseEvent, eventHeaders } from '@guidang/contracts';
import { MATTERS, matterCode, schemeOf } from '../matters/index.ts';
import { DEPARTMENTS } from '../people/departments.ts';
import { type Person, person } from '../people/persons.ts';
import { Random } from '../random.ts';
import { stamped } from './calendar.ts';
import { DEFAULTS } from './options.ts';

/** A record for `case.events` that cannot be worked on: it is parked with its bytes and stops nobody. */
export interface HostileRecord {
  /** what is wrong with it, in words */
  name: string;
  /** record key; null where it has none */
  key: string | null;
  value: Buffer | null;
  headers: Readonly<Record<string, string>>;
  /** how many partitions away from that of its key it is to be published */
  astray: number;
  /** the fault expected: its field and the code of its rule. SCHEME_UNKNOWN and WRONG_PARTITION are told by capture, all others by `parseCaseEvent`. */
  field: string;
  rule: string;
}

type Wire = Pick<HostileRecord, 'key' | 'value' | 'headers' | 'astray'>;
// biome-ignore lint/suspicious/noExplicitAny: an event that is about to be made wrong in any way
type Loose = any;

const FIVE_MB = 5_000_000;
const TEN_YEARS = 3652 * 24 * 3_600_000;
/** 中国 in GB 18030, and the brace that closes the event. */
const GB18030 = Buffer.from([0xd6, 0xd0, 0xb9, 0xfa, 0x7d]);

/** Wrong as bytes, before any contract is asked. */
const BYTES: readonly (readonly [name: string, rule: string, value: (json: string) => Buffer | string | null])[] = [
  ['no value', 'EMPTY', () => null],
  ['an empty value', 'EMPTY', () => ''],
  ['five megabytes', 'TOO_LARGE', (json) => json.replace('"data":', `"padding":"${'x'.repeat(FIVE_MB)}","data":`)],
  ['GB 18030', 'NOT_UTF8', (json) => Buffer.concat([Buffer.from(json.slice(0, -1)), GB18030])],
  ['NUL bytes', 'NUL', (json) => json.replace('"data"', '"da\u0000ta"')],
  ['a NUL character by escape', 'NUL', (json) => json.replace('"source":"', '"source":"\\u0000')],
  ['ten thousand deep', 'TOO_DEEP', () => `${'{"a":'.repeat(10_000)}null${'}'.repeat(10_000)}`],
  ['JSON that stops in the middle', 'NOT_JSON', (json) => json.slice(0, 200)],
  ['XML', 'NOT_JSON', () => '<?xml version="1.0"?><办件/>'],
  ['a list', 'NOT_AN_OBJECT', (json) => `[${json}]`],
];

/** Wrong as an event. */
const CHANGES: readonly (readonly [
  name: string,
  rule: string,
  field: string,
  change: (event: Loose, who: Person, now: Date) => unknown,
])[] = [
  ['an unknown type', 'UNKNOWN_TYPE', 'type', (e) => Object.assign(e, { type: 'case.deleted' })],
  ['a type that every object has', 'UNKNOWN_TYPE', 'type', (e) => Object.assign(e, { type: 'constructor' })],
  ['an unknown version', 'UNKNOWN_VERSION', 'version', (e) => Object.assign(e, { version: 2 })],
  ['a version as text', 'UNKNOWN_VERSION', 'version', (e) => Object.assign(e, { version: '1' })],
  ['a number for a time', 'INVALID_TYPE', 'data.acceptedAt', ({ data }) => Object.assign(data, { acceptedAt: 2026 })],
  ['no department', 'INVALID_TYPE', 'data.department', ({ data }) => Reflect.deleteProperty(data, 'department')],
  ['an unknown field', 'UNRECOGNIZED_KEYS', 'data.urgent', ({ data }) => Object.assign(data, { urgent: true })],
  [
    'a file that is nowhere',
    'CONTENT_OR_ADDRESS',
    'data.applicant.form.content',
    ({ data }) => Reflect.deleteProperty(data.applicant.form, 'content'),
  ],
  [
    'an ID number in the open',
    'PERSONAL_ID_NUMBER',
    'data.matter.name',
    ({ data: { matter } }, { idNumber }) => Object.assign(matter, { name: `${matter.name} ${idNumber}` }),
  ],
  [
    'a phone number in the open',
    'PERSONAL_PHONE',
    'data.matter.name',
    ({ data: { matter } }, { phone }) => Object.assign(matter, { name: `${matter.name} 电话${phone}` }),
  ],
  [
    'a name in the open',
    'PERSONAL_NAME_FIELD',
    'data.applicant.applicantName',
    ({ data }, { name }) => Object.assign(data.applicant, { applicantName: name }),
  ],
  [
    'ten years ahead',
    'IN_THE_FUTURE',
    'time',
    (e, _, now) => Object.assign(e, { time: stamped(now.getTime() + TEN_YEARS) }),
  ],
  [
    'a scheme nobody published',
    'SCHEME_UNKNOWN',
    'data.scheme',
    ({ data: { scheme } }) => Object.assign(scheme, { version: 999 }),
  ],
];

/** A good event in a wrong envelope. */
const ENVELOPES: readonly (readonly [
  name: string,
  rule: string,
  field: string,
  change: (good: Wire) => Partial<Wire>,
])[] = [
  ['the key of another case', 'KEY_MISMATCH', 'case', ({ key }) => ({ key: `${key}-OTHER` })],
  ['no key', 'KEY_MISMATCH', 'case', () => ({ key: null })],
  [
    'a header that says something else',
    'HEADER_MISMATCH',
    'ce_type',
    ({ headers }) => ({ headers: { ...headers, ce_type: 'case.withdrawn' } }),
  ],
  ['in the partition of another case', 'WRONG_PARTITION', '', () => ({ astray: 1 })],
];

/**
 * One record of each hostile kind, every one under a case number of its own that no lab case has.
 * @param now the records are dated before it, but for the one that is dated ten years after
 */
export function hostileRecords(seed: string, now: Date = DEFAULTS.now): HostileRecord[] {
  const random = new Random(`${seed}/hostile`);
  const who = person(random.fork('person'));
  let serial = 0;
  const good = (): CaseEvent => acceptance(random, ++serial, now.getTime() - serial * 60_000);
  return [
    ...BYTES.map(([name, rule, change]) => {
      const wire = wireOf(good());
      const value = change(wire.value.toString());
      return { ...wire, value: typeof value === 'string' ? Buffer.from(value) : value, name, rule, field: '' };
    }),
    ...CHANGES.map(([name, rule, field, change]) => {
      const event = good();
      change(event, who, now);
      return { ...wireOf(event), name, rule, field };
    }),
    ...ENVELOPES.map(([name, rule, field, change]) => {
      const wire = wireOf(good());
      return { ...wire, ...change(wire), name, rule, field };
    }),
  ];
}

const wireOf = (event: CaseEvent) => ({
  key: event.case,
  value: Buffer.from(JSON.stringify(event)),
  headers: eventHeaders(event),
  astray: 0,
});

/** A case number as lab cases have none: something stands behind the matter's code that is no date. */
function acceptance(random: Random, serial: number, time: number): CaseEvent {
  const m = MATTERS[0]!;
  const { name, uscc, fonds, region } = DEPARTMENTS[m.department];
  const { id, version } = schemeOf(m);
  const content = random.fork(serial).bytes(32).toString('hex');
  const series = random.fork('series').bytes(4).toString('hex');
  return {
    specversion: '1.0',
    id: `hostile-${series}-${serial}`,
    source: 'urn:guidang:lab:hostile',
    type: 'case.accepted',
    version: 1,
    case: `${matterCode(m)}-${series.toUpperCase()}-${serial}`,
    time: stamped(time),
    data: {
      matter: { code: matterCode(m), name: m.name },
      scheme: { id, version },
      department: { name, uscc, fonds },
      region,
      applicant: {
        kind: '1',
        reference: `commit:${content}`,
        form: { name: 'form.json', content: `sha256:${content}`, sha256: content, size: 600 },
      },
      channel: '1',
      kind: m.kind,
      receivedAt: stamped(time - 600_000),
      acceptedAt: stamped(time),
    },
  };
}
