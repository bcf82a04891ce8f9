import { ALARMS } from '../src/alarms.ts';
import { BOARDS } from '../src/files.ts';

/** A question to Prometheus, and where it stands. */
export interface Asked {
  readonly where: string;
  readonly expr: string;
}

/** Every expression of boards and rules. */
export const expressions = (): Asked[] => [
  ...ALARMS.map(({ name, expr }) => ({ where: name, expr })),
  ...BOARDS.flatMap(({ uid, panels }) =>
    panels.flatMap(({ title, queries }) => queries.map(({ expr }) => ({ where: `${uid}: ${title}`, expr }))),
  ),
];

/** Metrics that an expression names, each with the labels it narrows them by. */
export const metricsOf = (expr: string): { name: string; labels: string[] }[] =>
  [...expr.matchAll(/\b((?:guidang|process|nodejs)_[a-z0-9_]+)(?:\{([^}]*)\})?/g)].map(
    ({ 1: name, 2: inside = '' }) => ({
      name: name!,
      labels: [...inside.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map((found) => found[1]!),
    }),
  );

/** Labels by which an expression groups or joins. */
export const groupingsOf = (expr: string): string[] =>
  [...expr.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(({ 1: inside = '' }) =>
    inside
      .split(',')
      .map((label) => label.trim())
      .filter(Boolean),
  );
