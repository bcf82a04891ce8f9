/**
 * The process in which copies are made. It holds no credential and no connection, may read but not write, and can be ended at any moment: a hostile file costs
 * this process and one refusal.
 */
import { NoCopy } from '../copy.ts';
import { startDrawing } from '../drawn.ts';
import { makeCopy } from '../make.ts';
import type { Answer, Question } from './messages.ts';
import { endWithParent } from './orphan-guard.ts';

endWithParent();
// The service is gone: nobody is left to answer.
process.on('disconnect', () => process.exit(0));
await startDrawing();
process.on('message', async (question: Question) => answer(await answerTo(question)));
answer({ ready: true });

async function answerTo({ job, content }: Question): Promise<Answer> {
  try {
    return { made: await makeCopy(job, content) };
  } catch (error) {
    if (error instanceof NoCopy) return { against: error.reason };
    // The kind of error is told; its text might quote the file.
    return { broke: (error as Error).name };
  }
}

function answer(message: Answer): void {
  process.send!(message, undefined, undefined, () => {
    if ('broke' in message) process.exit(1);
  });
}
