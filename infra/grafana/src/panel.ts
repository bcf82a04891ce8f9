/** What of Grafana's panels we use. */
export interface Panel {
  readonly type: 'timeseries' | 'stat' | 'table' | 'row';
  /** Chinese first. */
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  readonly width: number;
  readonly height: number;
  readonly queries: readonly Query[];
  /** Values from which on the colour changes. */
  readonly steps?: readonly { readonly colour: string; readonly from: number | null }[];
  readonly stacked?: boolean;
}

export interface Query {
  readonly expr: string;
  /** How a line is called, by its labels in {{ }}. */
  readonly legend: string;
}

export const query = (expr: string, legend: string): Query => ({ expr, legend });

type Told = Pick<Panel, 'title' | 'description' | 'unit' | 'queries'> & Partial<Panel>;

export const lines = (told: Told): Panel => ({ type: 'timeseries', width: 12, height: 8, ...told });
export const number = (told: Told): Panel => ({ type: 'stat', width: 4, height: 4, ...told });

/** Green below, red from there on. */
export const redFrom = (value: number): NonNullable<Panel['steps']> => [
  { colour: 'green', from: null },
  { colour: 'red', from: value },
];
