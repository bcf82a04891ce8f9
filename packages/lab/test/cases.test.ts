import { createHash } from 'node:crypto';
import {
  ApplicationForm,
  type CaseEvent,
  commitmentTo,
  findPersonal,
  isIdNumber,
  isUscc,
  type PublishedFile,
  type PublishedMaterial,
  parseCaseEvent,
  parseCaseNumber,
  parseMatterCode,
} from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import { beforeAll, describe, expect, it } from 'vitest';
import { CASE_KINDS, type CasePlan, DEFAULTS, labCase, labSubmission } from '../src/cases/index.ts';
import { RARE } from '../src/people/index.ts';
import { recordOf } from './records.ts';

const MANY = 200;
/** Two hundred cases as they are mixed, with few files so that they are soon made. */
const plans: CasePlan[] = [];
beforeAll(async () => {
  for (let i = 0; i < MANY; i++) plans.push(await labCase('many', i, { files: 7 }));
}, 120_000);

const announcedIn = (event: CaseEvent): PublishedFile[] => {
  switch (event.type) {
    case 'case.accepted':
      return [event.data.applicant.form];
    case 'case.material.added':
    case 'case.material.replaced':
      return filesOf(event.data);
    case 'case.result.issued':
      return filesOf(event.data.document);
    default:
      return [];
  }
};
const filesOf = ({ files, scan }: PublishedMaterial): PublishedFile[] => [
  ...files,
  ...(scan?.countersignature ? [scan.countersignature] : []),
];

async function digestOf(plan: CasePlan): Promise<string> {
  const digest = createHash('sha256').update(
    JSON.stringify({ ...plan, files: plan.files.map((file) => ({ ...file })) }),
  );
  for (const file of plan.files) digest.update(await file.bytes());
  return digest.digest('hex');
}

describe('a seed', () => {
  it('makes the same cases and the same bytes in any order, alone or side by side', async () => {
    const options = { files: 20, large: { share: 0.3, bytes: 2_500_000 } };
    const order = Array.from({ length: 7 }, (_, i) => i);
    const forwards: string[] = [];
    for (const i of order) forwards[i] = await digestOf(await labCase('same', i, options));
    const backwards: string[] = [];
    for (const i of order.toReversed()) backwards[i] = await digestOf(await labCase('same', i, options));
    const together = await Promise.all(order.map(async (i) => digestOf(await labCase('same', i, options))));
    expect(backwards).toEqual(forwards);
    expect(together).toEqual(forwards);
    expect(new Set(forwards).size).toBe(order.length);
  }, 60_000);

  it('differs from another seed in every case number, form and file', async () => {
    const [a, b] = await Promise.all([labCase('a', 3), labCase('b', 3)]);
    const contents = new Set(a.files.map(({ content }) => content));
    expect(b.case).not.toBe(a.case);
    expect(b.files.filter(({ content }) => contents.has(content))).toEqual([]);
  });

  it('gives every case a number of its own', async () => {
    const numbers = plans.map((plan) => plan.case);
    expect(new Set(numbers).size).toBe(MANY);
  });
});

describe('the events of a case', () => {
  it('parse, every one, as they come from the topic', async () => {
    for (const { events } of plans)
      for (const event of events) expect(parseCaseEvent(recordOf(event, DEFAULTS.now))).toEqual(event);
  });

  it('name no person anywhere', async () => {
    for (const { events, personal } of plans) {
      expect(events.flatMap((event) => findPersonal(event))).toEqual([]);
      const told = JSON.stringify(events);
      expect(personal.filter((text) => told.includes(text))).toEqual([]);
    }
  });

  it('are in the order in which they happen, days long, and all over before now', async () => {
    for (const { events } of plans) {
      const times = events.map(({ time }) => Date.parse(time));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times.at(-1)).toBeLessThan(DEFAULTS.now.getTime());
    }
    const longest = Math.max(
      ...plans.map(({ events }) => Date.parse(events.at(-1)!.time) - Date.parse(events[0]!.time)),
    );
    expect(longest).toBeGreaterThan(5 * 24 * 3_600_000);
  });

  it('lie before the moment they are told to lie before', async () => {
    const now = new Date('2027-05-20T03:04:05Z');
    const { events } = await labCase('then', 1, { kind: 'granted', files: 9, now });
    expect(Date.parse(events.at(-1)!.time)).toBeLessThan(now.getTime());
    expect(Date.parse(events[0]!.time)).toBeGreaterThan(now.getTime() - 70 * 24 * 3_600_000);
  });

  it('have ids of their own', async () => {
    const ids = plans.flatMap(({ events }) => events.map(({ source, id }) => `${source} ${id}`));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('carry a 43-character number that is made of the matter and the day of acceptance', async () => {
    for (const { case: number, scheme, events } of plans) {
      const parts = parseCaseNumber(number)!;
      const accepted = events[0] as Extract<CaseEvent, { type: 'case.accepted' }>;
      const day = new Date(Date.parse(accepted.data.acceptedAt) + 8 * 3_600_000).toISOString().slice(0, 10);
      expect(parts).toMatchObject({ matter: scheme.matter.code, date: day.replaceAll('-', '') });
      expect(parseMatterCode(parts.matter)).toBeDefined();
    }
  });
});

describe('the files of a case', () => {
  it('are exactly what its events name, and are what they are announced as', async () => {
    for (const { events, files } of plans.slice(0, 60)) {
      const announced = new Set(events.flatMap(announcedIn).map(({ content }) => content));
      expect(new Set(files.map(({ content }) => content))).toEqual(announced);
      for (const file of files) {
        const bytes = await file.bytes();
        expect(`sha256:${sha256Hex(bytes)}`).toBe(file.content);
        expect(bytes.length).toBe(file.size);
      }
    }
  });

  it.each([9, 20, 60, 250])('come to about %i objects', async (files) => {
    const plan = await labCase('size', 2, { kind: 'granted', files, large: { share: 0, bytes: 0 } });
    expect(Math.abs(plan.files.length - files)).toBeLessThanOrEqual(Math.max(1, files * 0.1));
  });

  it('are larger where that is asked for', async () => {
    const large = { share: 1, bytes: 5_000_000 };
    const cases = await Promise.all([0, 1, 2, 3, 4].map((i) => labCase('large', i, { kind: 'granted', large })));
    for (const { files } of cases) {
      const largest = Math.max(...files.map(({ size }) => size));
      expect(largest).toBeGreaterThan(3_500_000);
      expect(largest).toBeLessThan(7_500_000);
    }
  });

  it('are a hundred kilobytes on the average', async () => {
    const cases = await Promise.all(Array.from({ length: 40 }, (_, i) => labCase('mean', i, { kind: 'granted' })));
    const sizes = cases.flatMap(({ files }) => files.map(({ size }) => size));
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(mean).toBeGreaterThan(70_000);
    expect(mean).toBeLessThan(140_000);
  });

  it('have names without anybody in them', async () => {
    for (const { files, personal } of plans)
      for (const { name } of files) expect(personal.filter((text) => name.includes(text))).toEqual([]);
  });
});

describe('the form of a case', () => {
  it('opens the commitment that stands in its acceptance, and lies among the files', async () => {
    for (const { form, events, files, case: number } of plans) {
      const accepted = events[0] as Extract<CaseEvent, { type: 'case.accepted' }>;
      expect(accepted.data.applicant.reference).toBe(commitmentTo(form.salt, form.applicant.identity));
      expect(ApplicationForm.parse(JSON.parse((await files[0]!.bytes()).toString()))).toEqual(form);
      expect(form.case).toBe(number);
    }
  });

  it('has numbers with right check characters, and the texts nobody may find elsewhere are all listed', async () => {
    for (const { form, personal } of plans) {
      for (const party of [form.applicant, form.legalPerson, form.agent]) {
        if (!party) continue;
        const { type, number } = party.identity;
        expect(type === 'USCC' ? isUscc(number) : isIdNumber(number)).toBe(true);
        expect(personal).toEqual(expect.arrayContaining([party.name, number, party.phone, party.address]));
      }
    }
  });

  it('has 生僻字 now and then, among them one outside the BMP', async () => {
    const names = plans.flatMap(({ personal }) => personal).join('');
    expect(RARE.filter((character) => names.includes(character)).length).toBeGreaterThan(5);
    expect(names).toContain('𠮷');
  });
});

describe('a submission', () => {
  it('is handed in once for two cases of different departments', async () => {
    for (const n of [0, 1, 2, 3]) {
      const [a, b] = await labSubmission('twice', n);
      expect(a.submission).toBe(b.submission);
      expect(a.submission).not.toBeNull();
      expect(a.scheme.department.uscc).not.toBe(b.scheme.department.uscc);
      expect(a.form.applicant).toEqual(b.form.applicant);
      expect(a.form.salt).not.toBe(b.form.salt);
      const contents = new Set(a.files.map(({ content }) => content));
      expect(b.files.filter(({ content }) => contents.has(content)).length).toBeGreaterThanOrEqual(1);
      expect(a.events[0]!.data).toMatchObject({ submission: a.submission });
    }
  });

  it('is the same whichever half is made first', async () => {
    const [a, b] = await labSubmission('twice', 1);
    const again = await labCase('twice', 3, { kind: 'submission' });
    expect(await digestOf(again)).toBe(await digestOf(b));
    expect(await digestOf(await labCase('twice', 2, { kind: 'submission' }))).toBe(await digestOf(a));
  });
});

describe('what there is not', () => {
  it.each([
    ['a matter', { matter: 'dog-tax' }],
    ['a variant', { kind: 'virus', variant: 'in-png' }],
    ['a variant of a kind without any', { kind: 'granted', variant: 'left' }],
    ['a submission for the matter', { kind: 'submission', matter: 'private-school' }],
    ['an empty mix', { mix: {} }],
    ['half a pair', { mix: { granted: 1, submission: 1 } }],
  ] as const)('is refused: %s', async (_, options) => {
    await expect(labCase('not', 0, options)).rejects.toThrow(RangeError);
  });
});

describe('kinds', () => {
  it('are all there among fifty cases, in the ratio of the mix', async () => {
    const kinds = plans.slice(0, 50).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(CASE_KINDS));
    expect(kinds.filter((kind) => kind === 'granted')).toHaveLength(27);
  });
});
