import type { Deed } from './entry.ts';
import type { OperationLog } from './log.ts';

/** The record was sent, and only that it was sent could not be written down: whoever asks again would send it twice. */
export class SentNotLogged extends Error {
  override readonly name = 'SentNotLogged';
}

/**
 * Sends a record that no transaction of ours can take back, so that it never stands in a topic without standing here: that it is asked for is written down and kept
 * first, then it is sent, then what came of it is written down. Where we stop in between, the log says what was asked, by whom, and under which id it has to be looked for.
 * @param deed what is done, its `after` naming the id of the record
 * @throws what `send` throws, after that was written down: the record may have arrived all the same; an AggregateError of both where that could not be written down either;
 * SentNotLogged where it was sent
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
    const unsure = { ...deed, outcome: 'failed', code: 'NOT_SENT', after: { ...after, record: 'unsure' } } as const;
    await log.append(unsure).catch((unlogged: unknown) => {
      throw new AggregateError([error, unlogged], 'not sent, and that could not be written down', { cause: error });
    });
    throw error;
  }
  await log.append({ ...deed, outcome: 'done', after: { ...after, record: 'sent' } }).catch((cause: unknown) => {
    throw new SentNotLogged('sent, and that could not be written down', { cause });
  });
}
