import { randomUUID } from 'node:crypto';
import { CHANGING, SAFE, visitOf } from '@guidang/access';
import type { SqlDoor } from '@guidang/stream';
import { z } from 'zod';
import { exportBundle, importBundle, same } from '../../bundle.ts';
import { ownSettings } from '../../scheme/own.ts';
import { addDraft } from '../../tables/drafts.ts';
import { matterByCode } from '../../tables/matters.ts';
import type { By } from '../../tables/versioned.ts';
import { BundleFile } from '../bundle-file.ts';
import { byOf, type Changed, record } from '../change.ts';
import type { Door, RegistryPorts } from '../door.ts';
import { problems, unfit } from '../problem.ts';
import { bodyOfDraft, draftTarget } from './drafts.ts';

const MOST_BYTES = 32 * 1024 * 1024;
const Taken = z.object({
  changed: z.number().int().describe('departments, defaults, templates and matters added or changed'),
  drafts: z.number().int().describe('drafts begun from `schemes`'),
  unchanged: z.number().int(),
});

/** 整体导出、导入: everything that is configured, as one file. */
export function bundleRoutes(app: Door, ports: RegistryPorts): void {
  const { store, log, now } = ports;
  app.get(
    '/v1/bundle',
    {
      config: { access: { action: 'bundle.export' } },
      schema: {
        operationId: 'exportBundle',
        tags: ['schemes'],
        summary: '整体导出 / everything as one file',
        security: SAFE,
        response: { 200: BundleFile, ...problems },
      },
    },
    async (request, reply) => {
      const bundle = await store.within(visitOf(request).scope, (tx) => exportBundle(tx));
      reply.header('content-disposition', 'attachment; filename="registry-bundle.json"');
      return { type: 'registry-bundle', version: 1, ...bundle, schemes: await schemesOf(ports) } as never;
    },
  );
  app.post(
    '/v1/bundle',
    {
      bodyLimit: MOST_BYTES,
      config: { access: { action: 'bundle.import' } },
      schema: {
        operationId: 'importBundle',
        tags: ['schemes'],
        summary: '整体导入 / take such a file in',
        description: 'All of it or nothing. What the file does not name stays as it is.',
        security: CHANGING,
        body: BundleFile,
        response: { 200: Taken, ...problems },
      },
    },
    async (request) => {
      const { principal, scope } = visitOf(request);
      return store.within(scope, async (tx) => {
        const { changes, drafts, unchanged } = await takeBundle(
          tx,
          ports,
          request.body,
          principal.account,
          byOf(request, now),
        );
        await record(request, log, tx, 'bundle.import', [...changes, ...drafts]);
        return { changed: changes.length, drafts: drafts.length, unchanged };
      });
    },
  );
}

async function schemesOf({ store, topic }: RegistryPorts): Promise<BundleFile['schemes']> {
  await topic.catchUp();
  const ids = await store.door.query<{ id: string }>('SELECT DISTINCT scheme_id AS id FROM scheme ORDER BY 1');
  return ids.flatMap(({ id }) => {
    const newest = topic.find(id, topic.versions(id).at(-1) ?? 0);
    return newest === undefined ? [] : [{ id, matter: newest.scheme.matter.code, content: ownSettings(newest.scheme) }];
  });
}

/** Takes a bundle in; what its schemes say otherwise than what is published becomes drafts of whoever imports. */
export async function takeBundle(
  tx: SqlDoor,
  { topic }: Pick<RegistryPorts, 'topic'>,
  bundle: BundleFile,
  owner: string,
  by: By,
): Promise<{ changes: readonly Changed[]; drafts: readonly Changed[]; unchanged: number }> {
  const { changes, unchanged } = await importBundle(tx, bundle, by);
  const drafts: Changed[] = [];
  for (const [at, { id, matter, content }] of bundle.schemes.entries()) {
    const found = await matterByCode(tx, matter);
    if (found === undefined)
      throw unfit([
        { field: `schemes[${at}].matter`, rule: 'NO_SUCH_REFERENCE', message: '事项不存在 / no such matter' },
      ]);
    const baseVersion = topic.versions(id).at(-1) ?? null;
    const newest = baseVersion === null ? undefined : topic.find(id, baseVersion);
    if (newest && same(ownSettings(newest.scheme), content)) continue;
    const draft = { id: randomUUID(), schemeId: id, baseVersion, matter, department: found.department, content, owner };
    const added = await addDraft(tx, draft, by);
    drafts.push({ target: draftTarget(added), after: bodyOfDraft(added) });
  }
  return { changes, drafts, unchanged };
}
