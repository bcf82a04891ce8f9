import type { Deed } from './entry.ts';
import type { OperationLog } from './log.ts';

/**
 * Sends a record that no transaction of ours can take back, so that it never stands in a topic without standing here: that it is asked for is written down and kept
 * first, then it is sent, then what came of it is written down. Where we stop in between, the log says what was asked, by whom, and under which id it has to be looked for.
 * @param deed what is done, its `after` naming the id of the record
 * @throws what `send` throws, after that was written down: the record may have arrived all the same
 */
export async function writtenFirst(
  log: Pick<OperationLog, 'append'>,
  deed: Omit<Deed, 'outcome' | 'after'> & {
    readonly after: { readonly id: string } & Readonly<Record<string, unknown>>;
  },
  send: () => Promise<void>,
): Promise<void> {
  const { after } = deed;
  await log.append({ ...deed, outcome: 'done', after: { ...after, record: 'asked' } });
  try {
    await send();
  } catch (error) {
    await log.append({ ...deed, outcome: 'failed', code: 'NOT_SENT', after: { ...after, record: 'unsure' } });
    throw error;
  }
  await log.append({ ...deed, outcome: 'done', after: { ...after, record: 'sent' } });
}
