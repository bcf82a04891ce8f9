import { before, type Exhibit, type Hearing } from '../hearing.ts';

/** The log as the notary serves it over HTTP: its tiles and entries, and the checkpoint that is published now. */
export const log: Hearing = async function* ({ parts, bench }) {
  const url = `http://127.0.0.1:${parts.http.notary}/`;
  const served: Exhibit = { kind: 'log', artefact: url };
  const published: Exhibit = { kind: 'checkpoint', artefact: `${url}checkpoint` };
  const checkpoint = await noteAt(published.artefact);
  if (typeof checkpoint === 'string') {
    yield await before(served, [bench.log], url);
    yield await before(published, [bench.note], checkpoint);
  } else {
    const skipped = { outcome: 'skipped', detail: checkpoint.reason } as const;
    yield [
      { ...served, judge: bench.log.name, ...skipped },
      { ...published, judge: bench.note.name, ...skipped },
    ];
  }
};

/** Every checkpoint on the topic that witnesses cosigned. */
export const checkpoints: Hearing = async function* ({ holdings, bench }) {
  for (const { note, where } of holdings.notes)
    yield await before({ kind: 'checkpoint', artefact: where }, [bench.note], note);
};

async function noteAt(url: string): Promise<string | { readonly reason: string }> {
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  } catch (error) {
    // What fetch throws is that nobody answered, or not in time.
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return {
      reason: `存证服务未运行 / the notary does not answer: ${cause} (node infra/local/src/main.ts up --services)`,
    };
  }
  const text = await response.text();
  return response.ok ? text : { reason: `${response.status} ${text.trim()}` };
}
