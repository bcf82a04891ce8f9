import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Question } from '../src/copy/process/messages.ts';

/** Stands in for the copying process: does what the title of the job says. */
const say = (answer: Answer): void => void process.send!(answer);
const held: Buffer[] = [];

process.on('message', async ({ job }: Question) => {
  switch (job.marks.title) {
    case 'hang':
      for (;;);
    case 'crash':
      return process.abort();
    case 'leave':
      return process.exit(3);
    case 'eat':
      for (;;) {
        held.push(Buffer.alloc(16 * 1024 ** 2, 1));
        await sleep(5);
      }
    case 'break':
      process.send!({ broke: 'TypeError' } satisfies Answer, undefined, undefined, () => process.exit(1));
      return;
    case 'refuse':
      return say({ against: 'TOO_MANY_PAGES' });
    default:
      return say({ made: { pdf: Buffer.from(String(process.pid)), pages: 1, how: 'kept' } });
  }
});
say({ ready: true });
