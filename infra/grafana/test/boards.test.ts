import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALARMS } from '../src/alarms.ts';
import { BOARDS, files } from '../src/files.ts';
import { exposed } from './exposed.ts';
import { expressions, groupingsOf, metricsOf } from './expressions.ts';

const ROOT = join(import.meta.dirname, '../../..');
const METRICS = exposed();
/** Labels that every series has, by the scrape, by the registry of a service, or as a part of a histogram. */
const EVERYWHERE = ['job', 'instance', 'service', 'le'];

/** The metric behind a series: a histogram has three. */
const behind = (name: string) => {
  const base = /^(.+)_(bucket|sum|count)$/.exec(name)?.[1];
  const whole = base === undefined ? undefined : METRICS.get(base);
  return whole?.kind === 'Histogram' ? whole : METRICS.get(name);
};

describe('the metrics of the house', () => {
  it('are found in its sources: steps, doors, log, and what every process has', () => {
    expect(METRICS.get('guidang_step_records_total')).toEqual({ kind: 'Counter', labels: ['step', 'outcome', 'type'] });
    for (const name of [
      'guidang_intake_waiting_bytes',
      'guidang_log_size',
      'process_open_fds',
      'nodejs_eventloop_lag_p99_seconds',
    ])
      expect(METRICS.has(name)).toBe(true);
  });
});

describe('boards and rules', () => {
  it('are what lies in the repository; `node infra/grafana/src/write.ts` writes them anew', () => {
    for (const [path, text] of files()) expect(readFileSync(join(ROOT, path), 'utf8'), path).toBe(text);
  });

  it('name metrics that the services expose, and no others', () => {
    const unknown = expressions().flatMap(({ where, expr }) =>
      metricsOf(expr).flatMap(({ name }) => (behind(name) ? [] : [`${where}: ${name}`])),
    );
    expect(unknown).toEqual([]);
  });

  it('ask by labels that those metrics have', () => {
    const unknown = expressions().flatMap(({ where, expr }) => {
      const metrics = metricsOf(expr);
      const known = new Set([...EVERYWHERE, ...metrics.flatMap(({ name }) => behind(name)?.labels ?? [])]);
      return [
        ...metrics.flatMap(({ name, labels }) =>
          labels
            .filter((label) => ![...EVERYWHERE, ...(behind(name)?.labels ?? [])].includes(label))
            .map((label) => `${where}: ${name}{${label}}`),
        ),
        ...groupingsOf(expr)
          .filter((label) => !known.has(label))
          .map((label) => `${where}: by (${label})`),
      ];
    });
    expect(unknown).toEqual([]);
  });

  it('ask counters for rates and gauges for values', () => {
    const wrong = expressions().flatMap(({ where, expr }) =>
      [...expr.matchAll(/\b(rate|increase|deriv|changes)\((\w+)/g)].flatMap(({ 1: asked, 2: name }) => {
        const counts = behind(name!)?.kind !== 'Gauge';
        return counts === (asked === 'rate' || asked === 'increase') ? [] : [`${where}: ${asked}(${name})`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('tell everything that an operator should know: each metric of a step, of intake, of the log and of timestamps stands on a board', () => {
    const shown = new Set(
      expressions().flatMap(({ expr }) => metricsOf(expr).map(({ name }) => name.replace(/_(bucket|sum|count)$/, ''))),
    );
    const forgotten = [...METRICS.keys()].filter(
      (name) => /^guidang_(step|intake|log|timestamp)_/.test(name) && !shown.has(name),
    );
    expect(forgotten).toEqual([]);
  });
});

/** What Grafana's own linter asks of a board, and what we ask beside it. */
describe.each(BOARDS.map((board) => [board.uid, board] as const))('board %s', (_, board) => {
  it('has panels with a title and a description of their own, in both languages, and a unit', () => {
    const titles = board.panels.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const { title, description, unit } of board.panels) {
      for (const text of [description, board.description]) expect(text).toMatch(/[\u4e00-\u9fff].* \/ .*[a-z]/);
      expect(title).toMatch(/[\u4e00-\u9fff]|CPU/);
      expect(unit).not.toBe('');
    }
  });
  it('takes its rates over the interval of the board, and asks the data source that is chosen', () => {
    for (const { queries } of board.panels)
      for (const { expr } of queries)
        for (const [, range] of expr.matchAll(/\[([^\]]+)\]/g)) expect(['$__rate_interval', '1h']).toContain(range);
    const json = files().get(`infra/grafana/boards/${board.uid}.json`)!;
    expect(json).not.toMatch(/"uid": "(?!\$datasource|guidang)/);
    expect(JSON.parse(json)).toMatchObject({ editable: false, uid: expect.stringMatching(/^[a-z-]{1,40}$/) });
  });
  it('keeps to its width, and no panel covers another', () => {
    const { panels } = JSON.parse(files().get(`infra/grafana/boards/${board.uid}.json`)!) as {
      panels: { id: number; gridPos: { x: number; y: number; w: number; h: number } }[];
    };
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  });
});

describe('alarms', () => {
  it.each(ALARMS.map((alarm) => [alarm.name, alarm] as const))(
    '%s says what is the matter and what to do, in both languages',
    (_, alarm) => {
      const { zh, en, stepsZh, stepsEn, expr } = alarm;
      expect(zh).toMatch(/[\u4e00-\u9fff]/);
      expect(stepsZh.length).toBeGreaterThan(0);
      expect(stepsEn).toHaveLength(stepsZh.length);
      // A label that the expression does not keep would be empty in the message.
      const kept = [
        ...EVERYWHERE,
        ...groupingsOf(expr),
        ...metricsOf(expr).flatMap(({ name }) => behind(name)?.labels ?? []),
      ];
      for (const [, label] of `${zh} ${en}`.matchAll(/\$labels\.(\w+)/g)) expect(kept).toContain(label);
    },
  );
  it('have names of their own, and each stands on the page for people', () => {
    expect(new Set(ALARMS.map(({ name }) => name)).size).toBe(ALARMS.length);
    const page = readFileSync(join(ROOT, 'docs/operations/alarms.md'), 'utf8');
    for (const { name } of ALARMS) expect(page).toContain(`## ${name}\n`);
  });
});
