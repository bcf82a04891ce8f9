import type { Panel } from './panel.ts';

export interface Board {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** A label that the board can be narrowed to, with the metric whose values are offered. */
  readonly by?: { readonly label: string; readonly zh: string; readonly metric: string };
  readonly panels: readonly Panel[];
}

const SOURCE = { type: 'prometheus', uid: '$datasource' };
const WIDTH = 24;

/** A board as Grafana takes it in. Panels flow from left to right and wrap. */
export function boardJson({ uid, title, description, by, panels }: Board): object {
  return {
    uid,
    title,
    description,
    tags: ['guidang'],
    timezone: 'Asia/Shanghai',
    editable: false,
    schemaVersion: 41,
    refresh: '10s',
    time: { from: 'now-3h', to: 'now' },
    templating: {
      list: [
        { name: 'datasource', label: '数据源 / data source', type: 'datasource', query: 'prometheus', hide: 0 },
        ...(by ? [variable(by)] : []),
      ],
    },
    annotations: { list: [] },
    links: [
      {
        title: '归档 / Guidang',
        type: 'dashboards',
        tags: ['guidang'],
        asDropdown: true,
        includeVars: true,
        keepTime: true,
      },
    ],
    panels: placed(panels),
  };
}

const variable = ({ label, zh, metric }: NonNullable<Board['by']>): object => ({
  name: label,
  label: zh,
  type: 'query',
  datasource: SOURCE,
  query: { query: `label_values(${metric}, ${label})`, refId: 'V' },
  definition: `label_values(${metric}, ${label})`,
  refresh: 2,
  sort: 1,
  multi: true,
  includeAll: true,
  allValue: '.+',
  current: { text: 'All', value: '$__all' },
});

function placed(panels: readonly Panel[]): object[] {
  let [x, y, row] = [0, 0, 0];
  return panels.map((panel, at) => {
    if (x + panel.width > WIDTH) [x, y, row] = [0, y + row, 0];
    const gridPos = { x, y, w: panel.width, h: panel.height };
    x += panel.width;
    row = Math.max(row, panel.height);
    return panelJson(panel, at + 1, gridPos);
  });
}

function panelJson(panel: Panel, id: number, gridPos: object): object {
  const { type, title, description, unit, queries, steps, stacked } = panel;
  return {
    id,
    type,
    title,
    description,
    datasource: SOURCE,
    gridPos,
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        thresholds: {
          mode: 'absolute',
          steps: (steps ?? [{ colour: 'green', from: null }]).map(({ colour, from }) => ({
            color: colour,
            value: from,
          })),
        },
        ...(type === 'timeseries' && {
          custom: {
            drawStyle: 'line',
            lineWidth: 1,
            fillOpacity: stacked ? 30 : 5,
            showPoints: 'never',
            stacking: { mode: stacked ? 'normal' : 'none' },
          },
        }),
      },
      overrides: [],
    },
    options:
      type === 'stat'
        ? { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'background', graphMode: 'none', textMode: 'auto' }
        : {
            legend: { displayMode: 'table', placement: 'bottom', calcs: ['lastNotNull', 'max'] },
            tooltip: { mode: 'multi', sort: 'desc' },
          },
    targets: queries.map(({ expr, legend }, at) => ({
      refId: String.fromCharCode(65 + at),
      datasource: SOURCE,
      expr,
      legendFormat: legend,
      ...(type === 'stat' && { instant: true }),
    })),
  };
}
