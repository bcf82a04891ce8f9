import {
  archiveTopic,
  type CapturedFile,
  type CaptureLink,
  type CaseEvent,
  eventHeaders,
  type Feedback,
  type FileRefusal,
  type FilesFacts,
  linkHeaders,
  type Park,
  type PublishedFile,
  type RawRecord,
  type Skip,
} from '@guidang/contracts';
import { blank, type CaseMemory, ChainJudge, type LinkFinding, makeLink, openLink } from '@guidang/stream';
import { type CaptureFacts, type CaptureState, captureRule } from '../src/decide.ts';
import { filesOf } from '../src/rule/announced.ts';
import { CASE } from './events.ts';
import { BOOK } from './scheme.ts';

export type Took = Skip | Park | { do: 'emit'; link: CaptureLink; told: Feedback[] };

export const recordOf = (event: CaseEvent, offset: number): RawRecord => ({
  topic: 'case.events',
  partition: 2,
  offset,
  timestamp: Date.parse('2026-03-12T00:00:00Z') + offset,
  key: Buffer.from(event.case),
  value: Buffer.from(JSON.stringify(event)),
  headers: eventHeaders(event),
});

/** A published file as it is found: what it was said to be. */
export const captured = (file: PublishedFile): CapturedFile => ({
  name: file.name,
  content: file.content ?? `sha256:${file.sha256 ?? 'ab'.repeat(32)}`,
  sm3: file.sm3 ?? 'cd'.repeat(32),
  size: file.size ?? 1000,
  puid: 'fmt/18',
  format: 'pdf',
  pages: file.pages ?? null,
});

export const refused = (name: string, field: string, code: FileRefusal['code'] = 'NOT_FOUND'): FileRefusal => ({
  name,
  code,
  field,
  expected: null,
  found: null,
});

/** What gathering finds where all is well. */
export function found(event: CaseEvent, links: number): CaptureFacts {
  if (event.type === 'case.closed') return { chain: { content: `sha256:${'ef'.repeat(32)}`, size: 9, links } };
  const { files, countersignature } = filesOf(event);
  if (files.length === 0) return {};
  return {
    files: files.map((one) => captured(one.file)),
    countersignature: countersignature && captured(countersignature.file),
  };
}

/** The same with the n-th file refused (counting the countersignature last). */
export function foundBut(event: CaseEvent, ...bad: number[]): FilesFacts {
  const { files, countersignature } = filesOf(event);
  const outcomes = [...files, ...(countersignature ? [countersignature] : [])].map((one, i) =>
    bad.includes(i) ? refused(one.file.name, one.field) : captured(one.file),
  );
  return { files: outcomes.slice(0, files.length), countersignature: outcomes[files.length] ?? null };
}

/**
 * The chain of one case as the runtime would write it. Every link is opened again under its contract and decided again by the judge before anything
 * is said of it, so that each test that writes a link shows this as well.
 */
export class Chain {
  memory: CaseMemory<CaptureState> = blank(captureRule, CASE);
  readonly links: CaptureLink[] = [];
  readonly inputs: RawRecord[] = [];
  readonly outputs: RawRecord[] = [];
  readonly #judge = new ChainJudge(captureRule, BOOK);
  #offset = 100;

  get state(): CaptureState {
    return this.memory.state;
  }

  take(event: CaseEvent, facts?: CaptureFacts): Took {
    const record = recordOf(event, this.#offset++);
    const input = captureRule.parse(record);
    const named = captureRule.schemeOf(this.state, input.value);
    const scheme = named && BOOK.find(named.id, named.version);
    const considered = captureRule.consider({ state: this.state, input: input.value, scheme });
    if (considered.do !== 'gather') return considered;
    const at = new Date(record.timestamp + 500).toISOString();
    const made = makeLink(captureRule, this.memory, {
      record,
      input,
      scheme,
      facts: facts ?? found(input.value, this.links.length),
      at,
      software: '0.1.0',
    });
    const output: RawRecord = {
      topic: archiveTopic('capture'),
      partition: 2,
      offset: this.outputs.length,
      timestamp: record.timestamp + 600,
      key: Buffer.from(CASE),
      value: made.bytes,
      headers: linkHeaders(made.link),
    };
    const findings = this.#judge.judge(openLink('capture', output), record);
    if (findings.length > 0) throw new Error(`decided otherwise again: ${JSON.stringify(findings)}`);
    const link = JSON.parse(Buffer.from(made.bytes).toString()) as CaptureLink;
    this.memory = made.after;
    this.links.push(link);
    this.inputs.push(record);
    this.outputs.push(output);
    return { do: 'emit', link, told: captureRule.feedback(made.link as never, input.value) };
  }
}

/** Decides a chain of outputs again from nothing, with what an auditor has. */
export function audited(outputs: readonly RawRecord[], inputs: readonly RawRecord[]): LinkFinding[] {
  const judge = new ChainJudge(captureRule, BOOK);
  return outputs.flatMap((output, i) => judge.judge(openLink('capture', output), inputs[i]!));
}

type Taking = CaseEvent | readonly [CaseEvent, (event: CaseEvent) => CaptureFacts];

/** A case that has gone through these events; each must have left a link. An event may come with what was found for it. */
export function given(...events: Taking[]): { chain: Chain; when(event: CaseEvent, facts?: CaptureFacts): Took } {
  const chain = new Chain();
  for (const one of events) {
    const [event, facts] = Array.isArray(one) ? (one as Exclude<Taking, CaseEvent>) : [one as CaseEvent, undefined];
    const took = chain.take(event, facts?.(event));
    if (took.do !== 'emit') throw new Error(`${event.type} was not taken: ${took.reason}`);
  }
  return { chain, when: (event, facts) => chain.take(event, facts) };
}

type Bodies = { [L in CaptureLink as L['type']]: L['body'] };

/** The body of the link that was written. @throws where none was, or one of another type */
export function body<T extends keyof Bodies>(took: Took, type: T): Bodies[T] {
  if (took.do !== 'emit') throw new Error(`${took.do}: ${took.reason}`);
  if (took.link.type !== type) throw new Error(`a ${took.link.type}, not a ${type}`);
  return took.link.body as Bodies[T];
}
