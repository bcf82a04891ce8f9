/** What a door answered instead of what was asked for (RFC 9457). */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly faults: readonly { field: string; rule: string; message: string }[];
  constructor(status: number, code: string, title: string, faults: Refused['faults']) {
    super(title);
    this.status = status;
    this.code = code;
    this.faults = faults;
  }
}

let csrf = '';
/** The word that proves to the door that a page of ours asks. */
export const setCsrf = (word: string): void => {
  csrf = word;
};

async function answerOf(response: Response): Promise<unknown> {
  const kind = response.headers.get('content-type') ?? '';
  const body: unknown = /json/.test(kind) ? await response.json() : await response.text();
  if (response.ok) return body;
  const {
    code = `HTTP_${response.status}`,
    title = response.statusText,
    faults = [],
  } = (typeof body === 'object' && body !== null ? body : {}) as {
    code?: string;
    title?: string;
    faults?: Refused['faults'];
  };
  throw new Refused(response.status, code, title, faults);
}

/** @throws Refused; TypeError where nothing answered */
export async function ask<T>(path: string, signal?: AbortSignal): Promise<T> {
  const init: RequestInit = { headers: { accept: 'application/json' }, ...(signal && { signal }) };
  return (await answerOf(await fetch(path, init))) as T;
}

/** Has the browser keep what a door gives as a file. @throws Refused, with what the door said instead */
export async function save(path: string, name: string): Promise<void> {
  const response = await fetch(path);
  if (!response.ok) await answerOf(response);
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** Changes something. @throws Refused */
export async function tell<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const response = await fetch(path, {
    method,
    headers: {
      accept: 'application/json',
      'x-csrf-token': csrf,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return (await answerOf(response)) as T;
}
