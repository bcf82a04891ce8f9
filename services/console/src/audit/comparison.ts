import { z } from 'zod';
import type { AuditComparison } from '../api/audit-comparison.ts';
import { faultOf, Report } from './summary.ts';

const Compared = Report.extend({
  log: z.object({ size: z.number(), cosigned: z.number(), head: z.string().nullable().default(null) }),
});
type Compared = z.infer<typeof Compared>;

/** Faults named at most on either side; the reports hold all of them. */
const MOST_NAMED = 200;
/** What only grows while nothing is taken away. */
const GROWING = ['links', 'inputs', 'log.size', 'log.cosigned'];

/** An earlier report of the auditor beside a later one: what appeared, what is gone, and whether anything became less. Pure. */
export function comparisonOf(
  ids: { earlier: string; later: string },
  earlierJson: unknown,
  laterJson: unknown,
): AuditComparison {
  const [before, after] = [Compared.parse(earlierJson), Compared.parse(laterJson)];
  const [old, now] = [keyed(before), keyed(after)];
  const counts = countsOf(before, after);
  return {
    ...ids,
    counts,
    layers: Object.keys({ ...before.layers, ...after.layers }).flatMap((layer) => {
      const [one, two] = [before.layers[layer] ?? 'not-run', after.layers[layer] ?? 'not-run'];
      return one === two ? [] : [{ layer, before: one, after: two }];
    }),
    heads: { before: before.log.head, after: after.log.head },
    shrunk: counts.flatMap(({ name, before: was, after: is }) => (GROWING.includes(name) && is < was ? [name] : [])),
    appeared: missingIn(old, now),
    gone: missingIn(now, old),
    stayed: [...now.keys()].filter((key) => old.has(key)).length,
    incomplete: before.omitted > 0 || after.omitted > 0,
  };
}

type Faults = ReadonlyMap<string, ReturnType<typeof faultOf>>;

/** A fault is the same where it is of the same kind, at the same field of the same record. */
const keyed = ({ faults }: Compared): Faults =>
  new Map(
    faults.map((fault) => {
      const { code, topic, partition, offset, case: caseNumber, field } = fault;
      return [JSON.stringify([code, topic, partition, offset, caseNumber, field]), faultOf(fault)];
    }),
  );

const missingIn = (one: Faults, other: Faults) =>
  [...other].flatMap(([key, fault]) => (one.has(key) ? [] : [fault])).slice(0, MOST_NAMED);

function countsOf(before: Compared, after: Compared): AuditComparison['counts'] {
  const numbers = ({ looked, log, cases }: Compared): Record<string, number> => ({
    ...{ links: looked.links, inputs: looked.inputs, objects: looked.objects },
    ...{ 'log.size': log.size, 'log.cosigned': log.cosigned },
    ...Object.fromEntries(Object.entries(cases).map(([stage, count]) => [`cases.${stage}`, count])),
  });
  const [one, two] = [numbers(before), numbers(after)];
  return Object.keys({ ...one, ...two }).map((name) => ({ name, before: one[name] ?? 0, after: two[name] ?? 0 }));
}
