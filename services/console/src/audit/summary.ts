import { z } from 'zod';
import type { AuditSummary } from '../api/work.ts';

/** Of the auditor's report (packages/auditor, `guidang-audit` version 1) what the console shows in short; the report itself lies beside. */
const LAYERS: Readonly<Record<string, string>> = {
  ...{ 1: 'broker', 2: 'chain', 3: 'decision', 4: 'log', 5: 'time', 6: 'bytes' },
};
/** The auditor numbers its layers; here they have names. */
const layerName = (layer: string | number): string => LAYERS[layer] ?? String(layer);

const Fault = z.object({
  code: z.string(),
  layer: z.union([z.number(), z.string()]).transform(layerName),
  topic: z.string().nullable(),
  partition: z.number().nullable(),
  offset: z.number().nullable(),
  case: z.string().nullable(),
  field: z.string(),
});
export const Report = z.object({
  verdict: z.string(),
  layers: z
    .record(z.string(), z.string())
    .transform((layers) =>
      Object.fromEntries(Object.entries(layers).map(([layer, verdict]) => [layerName(layer), verdict])),
    ),
  looked: z.object({ inputs: z.number(), links: z.number(), objects: z.number() }),
  log: z.object({ size: z.number(), cosigned: z.number() }),
  cases: z.record(z.string(), z.number()),
  faults: z.array(Fault),
  omitted: z.number(),
});
const MOST_FAULTS = 20;

export const faultOf = ({ code, layer, topic, partition, offset, case: caseNumber, field }: z.infer<typeof Fault>) => ({
  code,
  title: [layer, field].filter(Boolean).join(' · '),
  where: [topic === null ? '' : `${topic}-${partition} @ ${offset ?? '—'}`, caseNumber ?? '']
    .filter(Boolean)
    .join('  '),
});

export function summaryOf(json: unknown): AuditSummary {
  const { verdict, layers, looked, log, cases, faults, omitted } = Report.parse(json);
  return {
    ...{ verdict, layers, links: looked.links, inputs: looked.inputs, objects: looked.objects },
    ...{ cosigned: log.cosigned, size: log.size, cases },
    faults: faults.slice(0, MOST_FAULTS).map(faultOf),
    faultCount: faults.length + omitted,
  };
}
