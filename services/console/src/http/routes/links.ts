import { visitOf } from '@guidang/access';
import { z } from 'zod';
import type { Door, DoorPorts } from '../door.ts';
import { notFound } from '../problem.ts';
import { CaseParams, ofCase } from './cases.ts';

const Params = CaseParams.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** GET /api/cases/:case/links/:sha256: a link's bytes as they lie in the topic, read there and not in our copy, with the trace they were written under. */
export function linksRoute(app: Door, ports: Pick<DoorPorts, 'within' | 'reader'>): void {
  app.get(
    '/api/cases/:case/links/:sha256',
    { config: { access: { action: 'case.read', at: ofCase(ports) } }, schema: { params: Params } },
    async (request) => {
      const { params } = request;
      const [row] = await ports
        .within(visitOf(request).scope)
        .query<{ topic: string; partition: number; offset: bigint }>(
          'SELECT topic, "partition", "offset" FROM link_view WHERE case_number = $1 AND sha256 = $2',
          ...[params.case, params.sha256],
        );
      if (row === undefined) throw notFound();
      const offset = Number(row.offset);
      const { entries } = await ports.reader.read(row.topic, row.partition, offset);
      const entry = entries.find((one) => one.offset === offset);
      if (entry?.kind !== 'record') throw notFound();
      const { value, headers } = entry.record;
      return { value: Buffer.from(value ?? []).toString('utf8'), trace: headers.traceparent ?? null };
    },
  );
}
