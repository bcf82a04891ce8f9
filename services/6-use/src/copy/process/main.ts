/**
 * The process in which copies are made. It holds no credential and no connection, may read but not write, and can be ended at any moment: a hostile file costs
 * this process and one refusal.
 */
import { open } from 'node:fs/promises';
import { NoCopy } from '../copy.ts';
import { startDrawing } from '../drawn.ts';
import { makeCopy } from '../make.ts';
import type { Answer, Question, Stretch } from './messages.ts';
import { endWithParent } from './orphan-guard.ts';

endWithParent();
// The service is gone: nobody is left to answer.
process.on('disconnect', () => process.exit(0));
await startDrawing();
process.on('message', async (question: Question) => answer(await answerTo(question)));
answer({ ready: true });

async function answerTo({ job, source }: Question): Promise<Answer> {
  let content: Buffer;
  try {
    content = await contentOf(source);
  } catch (error) {
    return { unread: String(error) };
  }
  try {
    return { made: await makeCopy(job, content) };
  } catch (error) {
    if (error instanceof NoCopy) return { against: error.reason };
    // The kind of error is told; its text might quote the file.
    return { broke: (error as Error).name };
  }
}

async function contentOf({ path, from, size }: Stretch): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const content = Buffer.alloc(size);
    const { bytesRead } = await file.read(content, 0, size, from);
    if (bytesRead !== size) throw new RangeError(`${bytesRead} of ${size} bytes`);
    return content;
  } finally {
    await file.close();
  }
}

function answer(message: Answer): void {
  process.send!(message, undefined, undefined, () => {
    if ('broke' in message) process.exit(1);
  });
}
