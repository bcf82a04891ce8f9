/** Stands in for an inspecting process that behaves as badly as a file can make it, by what it is asked. */
import type { Question } from '../src/process/messages.ts';
import { endWithParent } from '../src/process/orphan-guard.ts';

endWithParent();
process.on('message', ({ id, name }: Question) => {
  if (name === 'hang') for (;;);
  if (name === 'grow') {
    const held: Buffer[] = [];
    setInterval(() => held.push(Buffer.alloc(64 * 1024 ** 2, held.length + 1)), 10);
  } else if (name === 'crash') process.abort();
  else if (name === 'leave') process.exit(0);
  else if (name === 'throw') throw new Error('x');
  else process.send!({ id, facts: { pid: process.pid } });
});
