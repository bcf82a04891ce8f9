/**
 * The process in which files are opened. It holds no credential and no connection, may read but not write, and can be ended at any
 * moment: a hostile file costs this process and one finding.
 */
import { bytesOf, fileBytes } from '../bytes.ts';
import { factsOf } from '../inspect/facts-of.ts';
import { inspectors } from '../inspect/inspectors.ts';
import type { Answer, Question } from './messages.ts';
import { endWithParent } from './orphan-guard.ts';
import { warm } from './warm.ts';
import { READY } from './workroom.ts';

endWithParent();
const inspecting = inspectors();

process.on('message', async ({ id, content, name, limits, anchors }: Question) => {
  const path = content instanceof Uint8Array ? null : content.path;
  try {
    const file = path === null ? null : fileBytes(path);
    try {
      const bytes = file ?? bytesOf(content as Uint8Array);
      answer({ id, facts: await factsOf(inspecting, bytes, path, name, limits, anchors) });
    } finally {
      file?.close();
    }
  } catch (error) {
    // Whatever it was, it was this file's doing; the kind of error is told, its text might quote the file.
    process.send!({ id, failed: (error as Error).name } satisfies Answer, undefined, undefined, () => process.exit(1));
  }
});
if (process.argv.includes(READY)) await warm(inspecting);
// The service is gone: nobody is left to answer.
process.on('disconnect', () => process.exit(0));

function answer(message: Answer): void {
  process.send!(message);
}
