import { CASE_EVENTS } from '@guidang/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DumpAuditOptions } from '../src/audit-dump.ts';
import { openPublishersList } from '../src/completeness/publishers-list.ts';
import type { Report } from '../src/report/report.ts';
import { CannotAudit } from '../src/source/open-dump.ts';
import { EditableDump } from '../src/tamper/editable-dump.ts';
import { isLocated, tamper } from '../src/tamper/index.ts';
import { putLink } from '../src/tamper/link-edits.ts';
import { auditFolder, inFolder } from './audited.ts';
import { BEGINS, makeHistory } from './history/history.ts';
import { makeSigners } from './history/trust.ts';
import { writeHistory } from './history/write.ts';

const signers = makeSigners(new Date(BEGINS));
const HOUR = 3_600_000;
/** Two days of work: long pauses between rounds. */
const history = makeHistory({
  seed: 12,
  cases: 14,
  partitions: 2,
  trouble: 0.4,
  unloggedTail: true,
  unfinished: true,
  pauseMs: 2 * HOUR,
  begins: BEGINS + 14 * HOUR,
  signers,
});
const names = history.scripts.map(({ name }) => name);

type Change = (dir: string) => unknown;
const audited = (more: Partial<DumpAuditOptions>, change: Change = () => {}): Promise<Report> =>
  inFolder(async (dir) => {
    await writeHistory(history, dir);
    await change(dir);
    return auditFolder(dir, signers.anchors, more);
  });

/** Changes what was decided in a link of this case and covers up as far as dump.json goes. */
const forge =
  (name: string): Change =>
  async (dir) => {
    const dump = new EditableDump(dir);
    const picked = dump.links().find(({ link }) => link.case === name)!;
    putLink(dump, picked, { ...picked.link, time: new Date(Date.parse(picked.link.time) + 1).toISOString() });
    await dump.save(true);
  };

describe('an audit of some cases', () => {
  it('of one case decides its links alone, and is whole', async () => {
    const report = await audited({ wanted: { case: names[0] } });
    expect(report).toMatchObject({ verdict: 'whole', scope: { cases: 1 } });
    expect(Object.values(report.cases).reduce((sum, count) => sum + count, 0)).toBe(1);
  });

  it('finds what was done to the case it looks at', async () => {
    const report = await audited({ wanted: { case: names[2] } }, forge(names[2]!));
    expect(report.faults.map((fault) => fault.case)).toEqual([names[2]]);
    expect(report.layers[2]).toBe('broken');
  });

  it('finds by the log alone what was done to another one', async () => {
    const report = await audited({ wanted: { case: names[2] } }, forge(names[3]!));
    expect(report.layers).toMatchObject({ 2: 'whole', 3: 'whole', 4: 'broken' });
  });

  it('of a day looks at the cases of which something was written on it, in China', async () => {
    const days = new Map<string, Set<string>>();
    for (const [place, entries] of history.log.entries)
      if (/^archive\.(capture|check|seal|package|store|use)\//.test(place))
        for (const entry of entries)
          if (entry.kind === 'record') {
            const day = new Date(entry.record.timestamp + 8 * HOUR).toISOString().slice(0, 10);
            days.set(day, (days.get(day) ?? new Set()).add(Buffer.from(entry.record.key!).toString()));
          }
    expect(days.size).toBeGreaterThan(1);
    for (const [day, cases] of [...days].slice(0, 3)) {
      const report = await audited({ wanted: { day } });
      expect(report).toMatchObject({ verdict: 'whole', scope: { wanted: { day }, cases: cases.size } });
    }
    expect(await audited({ wanted: { day: '2019-01-01' } })).toMatchObject({ verdict: 'whole', scope: { cases: 0 } });
  });

  it('of a department looks at the cases it accepted', async () => {
    const accepted = [...history.log.entries].flatMap(([place, entries]) =>
      place.startsWith(CASE_EVENTS)
        ? entries.flatMap((entry) => {
            const text = entry.kind === 'record' ? Buffer.from(entry.record.value ?? []).toString() : '';
            return text.startsWith('{') && text.includes('"case.accepted"')
              ? [JSON.parse(text) as { case: string; data: { department: { uscc: string } } }]
              : [];
          })
        : [],
    );
    const department = accepted[0]!.data.department.uscc;
    const theirs = new Set(accepted.filter((one) => one.data.department.uscc === department).map((one) => one.case));
    const report = await audited({ wanted: { department } });
    expect(report).toMatchObject({ verdict: 'whole', scope: { cases: theirs.size } });
    const both = await audited({ wanted: { department, case: 'NOBODY-1' } });
    expect(both.scope).toMatchObject({ cases: 0 });
  });
});

describe('an audit from a kept checkpoint on', () => {
  let kept: string;
  beforeAll(async () => {
    kept = (await audited({})).log.head!;
  });

  it('is whole where nothing changed, and says how many links were judged before', async () => {
    const report = await audited({ since: kept });
    const all = await audited({});
    expect(report).toEqual({ ...all, since: all.log.cosigned });
    expect(report.since).toBeGreaterThan(50);
  });

  it.each(['edit-field', 'change-decision', 'delete-link', 'reorder', 'edit-event', 'fork-log', 'drop-case'])(
    'finds what was done before it: %s',
    async (name) => {
      for (const seed of [1]) {
        let touched: Awaited<ReturnType<typeof tamper>>;
        const report = await audited({ since: kept }, async (dir) => {
          touched = await tamper(dir, name, { seed, insider: true, logKey: signers.logKey });
        });
        expect(report.verdict).toBe('broken');
        expect(isLocated(touched!, report.faults[0]), `${touched!.what}: ${report.faults[0]!.code}`).toBe(true);
      }
    },
  );

  it('finds what was done after it', async () => {
    const report = await audited({ since: kept }, async (dir) => {
      const dump = new EditableDump(dir);
      const isLogged = dump.logged();
      const picked = dump.links().find(({ at }) => !isLogged(at))!;
      putLink(dump, picked, { ...picked.link, time: new Date(Date.parse(picked.link.time) + 1).toISOString() });
      await dump.save(true);
    });
    expect(report.faults[0]).toMatchObject({ layer: expect.any(Number) });
  });

  it('is not made from a checkpoint that the log has not signed', async () => {
    await expect(audited({ since: kept.replace(/\n\d+\n/, '\n9\n') })).rejects.toThrow(CannotAudit);
  });
});

describe('a publisher’s list', () => {
  it('is compared case by case: what arrived, where it stopped, what never came', async () => {
    const publisher = `\ufeff序号,办件编号,事项\r\n${names.map((name, i) => `${i},"${name}","甲,乙"\r\n`).join('')}99,NEVER-SENT-1,丙\r\n100,不是编号,丁\r\n`;
    const report = await audited({ publisher });
    expect(report.completeness).toMatchObject({
      listed: names.length + 1,
      absent: ['NEVER-SENT-1'],
      absentCount: 1,
      odd: [{ line: names.length + 3, text: '不是编号' }],
      unlisted: 0,
    });
    const counted = Object.values(report.completeness!.stages).reduce((sum, count) => sum + count, 0);
    expect(counted).toBe(names.length);
    for (const { stage } of report.completeness!.stopped) expect(['stored', 'withdrawn']).not.toContain(stage);
    expect(report.faults).toMatchObject([{ code: 'CASE_ABSENT', case: 'NEVER-SENT-1' }]);
  });

  it('of half of the cases leaves the others out and finds nothing', async () => {
    const report = await audited({ publisher: names.slice(0, 5).join('\n') });
    expect(report).toMatchObject({ verdict: 'whole', completeness: { listed: 5, absentCount: 0 } });
    expect(report.completeness!.unlisted).toBeGreaterThan(0);
    expect(report.completeness!.unlisted).toBeLessThanOrEqual(names.length - 5);
  });

  it.each([
    ['semicolons and a heading of ours', 'a;case\n1;ABC-1234\n', ['ABC-1234']],
    ['tabs', 'project_id\tx\nABC-1234\t1\n', ['ABC-1234']],
    ['no heading', 'ABC-1234\nABC-1235\n', ['ABC-1234', 'ABC-1235']],
    ['a heading in other words', '案号\nABC-1234\n', ['ABC-1234']],
    ['quotes and line feeds inside', 'case,text\n"ABC-1234","a ""b""\nc"\nABC-1235,\n', ['ABC-1234', 'ABC-1235']],
    ['no line feed at the end', 'ABC-1234', ['ABC-1234']],
  ])('is read with %s', (_, text, cases) => {
    expect([...openPublishersList(text).cases]).toEqual(cases);
  });

  it('without a case number is none', () => {
    expect(() => openPublishersList('a,b\n1,2\n')).toThrow(CannotAudit);
  });
});
