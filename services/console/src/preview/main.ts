/**
 * The process in which materials are drawn for the screen. It holds no credential and no connection, may read but not write, and can be ended at any moment: a hostile
 * file costs this process and one picture.
 */
import { Worker } from 'node:worker_threads';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';
import { isBmp, openBmp } from './bmp.ts';
import type { Answer, Question } from './messages.ts';

/** Ends this process when the one that started it is gone, also in the middle of a file that never ends. */
const watch = `const parent = ${process.ppid}; setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 500);`;
new Worker(watch, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16 } }).unref();
process.on('disconnect', () => process.exit(0));
sharp.cache(false);
const library = await PDFiumLibrary.init();
const MOST_PIXELS = 80_000_000;

process.on('message', async (question: Question) => process.send!(await answerTo(question)));
process.send!({ ready: true } satisfies Answer);

async function answerTo(question: Question): Promise<Answer> {
  try {
    if (question.kind === 'ofd') return await drawSheet(question);
    return question.kind === 'pdf' ? await drawPage(question) : await shrink(question);
  } catch (error) {
    return { against: /password/i.test(String(error)) ? 'PASSWORD' : 'DAMAGED' };
  }
}

async function drawPage({ content, page, width }: Question): Promise<Answer> {
  const document = await library.loadDocument(Buffer.from(content));
  try {
    const pages = document.getPageCount();
    if (page > pages) return { against: 'NO_SUCH_PAGE' };
    const one = document.getPage(page - 1);
    const size = one.getOriginalSize();
    const scale = Math.min(4, width / Math.max(1, size.originalWidth));
    const drawn = await one.render({
      scale,
      render: async ({ data, width: w, height: h }) =>
        sharp(data, { raw: { width: w, height: h, channels: 4 } })
          .flatten({ background: '#ffffff' })
          .png({ compressionLevel: 3 })
          .toBuffer(),
    });
    return { png: drawn.data, pages, notes: [] };
  } finally {
    document.destroy();
  }
}

/** What draws an OFD, with its typefaces, is fetched when the first one comes. */
async function drawSheet({ content, page, width }: Question): Promise<Answer> {
  const { drawOfd } = await import('./ofd/draw.ts');
  return (await drawOfd(content, page, width)) ?? { against: 'NO_SUCH_PAGE' };
}

async function shrink({ content, page, width }: Question): Promise<Answer> {
  const options = { limitInputPixels: MOST_PIXELS, failOn: 'none' as const };
  const bitmap = isBmp(content) ? openBmp(content) : undefined;
  const pages = bitmap ? 1 : ((await sharp(content, options).metadata()).pages ?? 1);
  if (page > pages) return { against: 'NO_SUCH_PAGE' };
  const png = await (bitmap ?? sharp(content, { ...options, page: page - 1 }).rotate())
    .resize({ width, withoutEnlargement: true })
    .png({ compressionLevel: 3 })
    .toBuffer();
  return { png, pages, notes: [] };
}
