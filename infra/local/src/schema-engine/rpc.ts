import { addressOf } from './address.ts';
import { control } from './control.ts';
import type { SchemaEngine } from './engine.ts';

interface Request {
  readonly id: number;
  readonly method?: string;
  readonly params?: { readonly datasource?: { readonly url?: string } };
}

/** Requests of our own to the other side are numbered far from its numbers. */
let ours = 1_000_000;

/** Answers one line. Errors go back as answers, since the conversation goes on; Prisma shows them. */
export async function answer(line: string, engine: SchemaEngine, send: (message: object) => void): Promise<void> {
  const { id, method, params } = JSON.parse(line) as Request;
  if (method === undefined) return; // the other side's acknowledgement of a `print`
  try {
    const result =
      method === 'createDatabase'
        ? await createDatabase(params?.datasource?.url ?? engine.url)
        : await engine.call(method, params);
    const content = method === 'diff' ? (result as { stdout?: string }).stdout : undefined;
    if (content !== undefined && content !== '')
      send({ jsonrpc: '2.0', id: ours++, method: 'print', params: { content } });
    await engine.sweep();
    send({ jsonrpc: '2.0', id, result: result ?? null });
  } catch (error) {
    const { message } = engine.causeOf(error) as Error;
    const code = (error as { code?: string }).code ?? null;
    const data = { is_panic: false, message: message ?? String(error), meta: null, error_code: code };
    send({
      jsonrpc: '2.0',
      id,
      error: { code: 4466, message: 'An error happened. Check the data field for details.', data },
    });
  }
}

async function createDatabase(url: string | undefined): Promise<{ databaseName: string }> {
  await control('create-database', url);
  return { databaseName: addressOf(url!).database };
}
