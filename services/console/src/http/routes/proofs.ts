import { readFileSync } from 'node:fs';
import { deedOf } from '@guidang/access';
import type { Door, DoorPorts } from '../door.ts';
import { Problem } from '../problem.ts';
import { CaseParams, ofCase } from './cases.ts';

/** The page that checks a proof in any browser, without a network: kept with the documentation, made by the auditor. */
const PAGE = new URL('../../../../../docs/verify.html', import.meta.url);

/** GET /api/cases/:case/proof: the case's proof as a file. GET /api/verify.html: the page to check it with, which needs neither us nor a network. */
export function proofsRoutes(app: Door, ports: Pick<DoorPorts, 'within' | 'proofs' | 'guard'>): void {
  app.get(
    '/api/cases/:case/proof',
    { config: { access: { action: 'case.read', at: ofCase(ports) } }, schema: { params: CaseParams } },
    async (request, reply) => {
      if (!ports.proofs.possible)
        throw new Problem(
          409,
          'NO_LOG_FILES',
          '未配置存证日志所在，不能出具证明 / where the files of the log lie is not configured: nothing can be proven',
        );
      const id = request.params.case;
      const proof = await ports.proofs.make(id);
      if (proof === undefined)
        throw new Problem(
          503,
          'NOT_NOW',
          '正在出具其他证明，请稍后再试 / other proofs are being made; please try again',
        );
      if ('refused' in proof)
        throw new Problem(
          409,
          'NO_PROOF',
          `暂时不能出具证明 / no proof can be made now: ${proof.refused.slice(0, 300)}`,
        );
      request.logged = true;
      const target = { type: 'proof', id, department: null };
      await ports.guard.log.append({ ...deedOf(request, 'case.read'), class: 'archive', target, outcome: 'done' });
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="${id}.proof.zip"`)
        .send(proof.zip);
    },
  );

  app.get('/api/verify.html', { config: { access: { action: 'case.read' } } }, async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-disposition', 'attachment; filename="verify.html"')
      .send(readFileSync(PAGE)),
  );
}
