import { type Scope, visitOf } from '@guidang/access';
import { VaultNotFound, VaultTooLarge } from '@guidang/vault';
import { z } from 'zod';
import { NoPicture } from '../../preview/previews.ts';
import type { Door, DoorPorts } from '../door.ts';
import { notFound, Problem } from '../problem.ts';
import { CaseParams, ofCase, text } from './cases.ts';

const MOST_PREVIEWED = 64 * 1024 * 1024;
const IMAGES = new Set(['jpeg', 'jpg', 'png', 'tiff', 'gif', 'webp', 'bmp', 'jp2']);
const TEXTS = new Set(['txt', 'text', 'json', 'xml', 'csv']);
const MOST_TEXT = 512 * 1024;

const FileParams = CaseParams.extend({
  material: text(60),
  position: z.coerce.number().int().min(0).max(10_000),
});

interface Row {
  content: `sha256:${string}`;
  format: string;
  name: string;
}

/** Materials on the screen: pages as pictures that we draw, never the file itself, so that nothing in it runs in anybody's browser. */
export function filesRoutes(app: Door, ports: Pick<DoorPorts, 'within' | 'materials' | 'previews'>): void {
  const { within, materials, previews } = ports;
  const access = { action: 'case.content', at: ofCase(ports) };

  const fileOf = async (
    { case: caseNumber, material, position }: z.infer<typeof FileParams>,
    scope: Scope,
  ): Promise<Row> => {
    const [row] = await within(scope).query<Row>(
      'SELECT content, format, name FROM file_view WHERE case_number = $1 AND material = $2 AND "position" = $3',
      ...[caseNumber, material, position],
    );
    if (row === undefined) throw notFound();
    return row;
  };
  const bytesOf = async ({ content }: Row, most: number): Promise<Buffer> => {
    try {
      return await materials.vault.read(materials.bucket, content, most);
    } catch (error) {
      if (error instanceof VaultNotFound)
        throw new Problem(
          410,
          'CLEARED',
          '预归档库中已清理，请从归档信息包申请利用副本 / cleared from the pre-archive store; please ask for a use copy',
        );
      if (error instanceof VaultTooLarge)
        throw new Problem(413, 'TOO_LARGE', '文件过大，不能预览 / too large for a preview');
      throw error;
    }
  };

  app.get(
    '/api/cases/:case/files/:material/:position/pages/:page',
    {
      config: { access },
      schema: { params: FileParams.extend({ page: z.coerce.number().int().min(1).max(100_000) }) },
    },
    async (request, reply) => {
      const row = await fileOf(request.params, visitOf(request).scope);
      const { format } = row;
      const kind = format === 'pdf' || format === 'ofd' ? format : IMAGES.has(format) ? 'image' : undefined;
      if (kind === undefined)
        throw new Problem(415, 'NO_PREVIEW', '该格式没有预览 / there is no preview of this format');
      const content = await bytesOf(row, MOST_PREVIEWED);
      try {
        const { png, pages, notes } = await previews.draw({ kind, content, page: request.params.page, width: 1_100 });
        return reply
          .type('image/png')
          .header('x-pages', pages)
          .header('x-notes', notes.join(' '))
          .send(Buffer.from(png));
      } catch (error) {
        if (error instanceof NoPicture)
          throw new Problem(422, error.code, '无法绘制该文件 / this file cannot be drawn');
        throw error;
      }
    },
  );

  app.get(
    '/api/cases/:case/files/:material/:position/text',
    { config: { access }, schema: { params: FileParams } },
    async (request, reply) => {
      const row = await fileOf(request.params, visitOf(request).scope);
      if (!TEXTS.has(row.format))
        throw new Problem(415, 'NO_PREVIEW', '该格式没有预览 / there is no preview of this format');
      return reply.type('text/plain; charset=utf-8').send(await bytesOf(row, MOST_TEXT));
    },
  );
}
