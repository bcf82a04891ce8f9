import {
  type AnyLink,
  type AnyRule,
  isLegalOrder,
  LINKS,
  type Link,
  type LinkType,
  linkHeaders,
  linkId,
  linkText,
  Malformed,
  type ParsedInput,
  type RawRecord,
  type StepName,
} from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import type { z } from 'zod';
import { type CaseMemory, remember } from '../make-link.ts';
import type { SchemeBook } from '../schemes.ts';
import { TRACE_HEADERS } from '../trace.ts';
import { type Accepts, accepts } from './accepts.ts';

/** A link without its body: that is what deciding again gives. */
export interface QuickLink {
  readonly record: RawRecord;
  readonly text: string;
  readonly link: Omit<AnyLink, 'body'>;
  readonly sha256: string;
}

export interface QuickDecision {
  readonly link: Link;
  readonly after: CaseMemory;
}

const BODY = ',"body":';
/** What bytes that are no UTF-8 are decoded to, and what no parser of ours takes. A link that holds one is looked at more closely. */
const ODD = /[\ufffd\0]|\\u0000/;
const SOFTWARE = /^[0-9A-Za-z.+-]{1,40}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

/**
 * Opens a record as far as deciding again needs it: everything but the body, and without holding it against its contract, since all but the facts will be
 * computed and compared. Undefined where anything is unusual; the link is then opened with care.
 */
export function quickLink(step: StepName, record: RawRecord): QuickLink | undefined {
  const { value, key } = record;
  if (value === null || key === null) return undefined;
  const text = Buffer.from(value.buffer, value.byteOffset, value.length).toString('utf8');
  const cut = text.indexOf(BODY);
  if (cut < 0 || ODD.test(text)) return undefined;
  let link: AnyLink;
  try {
    link = JSON.parse(`${text.slice(0, cut)}}`) as AnyLink;
  } catch {
    return undefined; // the first `body` stands inside the facts, or this is no link: looked at with care
  }
  const plain =
    link.step === step &&
    typeof link.case === 'string' &&
    typeof link.id === 'string' &&
    typeof link.type === 'string' &&
    typeof link.time === 'string' &&
    TIME.test(link.time) &&
    Number.isSafeInteger(link.input?.offset) &&
    typeof link.input.topic === 'string' &&
    typeof link.decider?.software === 'string' &&
    SOFTWARE.test(link.decider.software) &&
    Buffer.from(key.buffer, key.byteOffset, key.length).toString('utf8') === link.case &&
    headersFollow(record.headers, link);
  return plain ? { record, text, link, sha256: sha256Hex(value) } : undefined;
}

function headersFollow(headers: RawRecord['headers'], link: AnyLink): boolean {
  const expected = linkHeaders(link);
  for (const name in expected) if (headers[name] !== expected[name]) return false;
  for (const name in headers) if (!Object.hasOwn(expected, name) && !TRACE_HEADERS.has(name)) return false;
  return true;
}

/**
 * Takes the decision again and compares the whole text. Undefined where the two differ or anything else is wrong: what it is, is then found with care.
 * @param input the record it answers
 */
export function decideQuickly(
  rule: AnyRule,
  memory: CaseMemory,
  { link, text, sha256 }: QuickLink,
  input: RawRecord,
  schemes: SchemeBook,
): QuickDecision | undefined {
  const { type, facts, time } = link;
  if (link.seq !== memory.next || link.previous !== memory.head || link.decider.rules !== rule.rules) return undefined;
  // A type that this step does not write has no place in any order.
  if (!FACTS.get(rule.step)!.get(type)?.(facts) || !isLegalOrder(memory.last, type as LinkType)) return undefined;
  try {
    const parsed: ParsedInput<unknown> = rule.parse(input);
    if (parsed.case !== link.case) return undefined;
    const named = rule.schemeOf(memory.state, parsed.value);
    const scheme = named && schemes.find(named.id, named.version);
    if ((named && !scheme) || rule.consider({ state: memory.state, input: parsed.value, scheme }).do !== 'gather')
      return undefined;
    const decided = rule.decide({ state: memory.state, input: parsed.value, scheme, facts, at: time });
    const made: Link = {
      id: linkId(rule.step, parsed.id),
      case: parsed.case,
      step: rule.step,
      seq: memory.next,
      previous: memory.head,
      input: {
        topic: input.topic,
        partition: input.partition,
        offset: input.offset,
        sha256: input.known?.sha256 ?? sha256Hex(input.value!),
      },
      type: decided.type,
      version: decided.version,
      time,
      decider: { software: link.decider.software, rules: rule.rules, scheme: scheme?.digest ?? null },
      facts,
      body: decided.body,
    };
    return linkText(made) === text ? { link: made, after: remember(rule, memory, made, sha256) } : undefined;
  } catch (error) {
    if (error instanceof Malformed || error instanceof Error) return undefined;
    throw error;
  }
}

/**
 * Takes a link as an earlier audit has judged it: it still follows the one before and answers the record that lies there; that it is the same link, the log proves.
 * Undefined where it does not.
 */
export function takeOver(
  rule: AnyRule,
  memory: CaseMemory,
  { link: { seq, previous, input: named }, text, sha256 }: QuickLink,
  input: RawRecord,
): QuickDecision | undefined {
  const digest = input.known?.sha256 ?? sha256Hex(input.value ?? new Uint8Array());
  if (seq !== memory.next || previous !== memory.head || named.sha256 !== digest) return undefined;
  try {
    const link = JSON.parse(text) as Link;
    return { link, after: remember(rule, memory, link, sha256) };
  } catch {
    return undefined; // no link that the step could have gone on from: looked at with care
  }
}

/** By step and type, whether facts follow their contract: they are all that is not computed. */
const FACTS = new Map<StepName, Map<string, Accepts>>(
  (Object.keys(LINKS) as StepName[]).map((step) => [
    step,
    new Map(LINKS[step].options.map(({ shape }) => [shape.type.value, accepts(shape.facts as z.ZodType)])),
  ]),
);
