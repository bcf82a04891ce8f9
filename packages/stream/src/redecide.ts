import {
  type AnyLink,
  type AnyRule,
  isLegalOrder,
  LINKS,
  type LinkType,
  Malformed,
  type ParsedInput,
  type PublishedScheme,
  parseJsonRecord,
  parseWith,
  type RawRecord,
  type StepName,
} from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';
import { type CaseMemory, makeLink, remember } from './make-link.ts';
import type { SchemeBook } from './schemes.ts';

/** Bytes of a link that are parsed: the broker takes no more. */
export const LINK_BYTES = 8 * 1024 * 1024;

/** What is wrong with a link, told by comparing it with what the rule decides. */
export type LinkFault =
  | 'CASE_GAP'
  | 'PREV_HASH'
  | 'INPUT_HASH'
  | 'INPUT_CASE'
  | 'RULES_UNKNOWN'
  | 'SCHEME_UNKNOWN'
  | 'DECISION_DIFFERS';

export interface LinkFinding {
  readonly code: LinkFault;
  /** Path of the field in the link. */
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

/** A link as it lies, opened as far as its envelope. */
export interface OpenedLink {
  readonly record: RawRecord;
  readonly link: AnyLink;
  readonly hash: string;
}

/** Opens a record of a step's archive topic under that step's contract. @throws Malformed where it is no link of that step */
export function openLink(step: StepName, record: RawRecord): OpenedLink {
  const json = parseJsonRecord(record, LINK_BYTES);
  parseWith(LINKS[step], json);
  // Kept as it was read, not as the contract orders it: facts are written again in the order in which they were written.
  return { record, link: json as unknown as AnyLink, hash: sha256Hex(record.value!) };
}

const said = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > 160 ? `${text.slice(0, 157)}…` : text;
};

/** The first place where two JSON values differ, or undefined. */
export function firstDifference(
  expected: unknown,
  found: unknown,
  path = '',
): { field: string; expected: string; found: string } | undefined {
  if (Object.is(expected, found)) return undefined;
  const both = [expected, found].every((v) => typeof v === 'object' && v !== null);
  if (!both || Array.isArray(expected) !== Array.isArray(found))
    return { field: path, expected: said(expected), found: said(found) };
  const [a, b] = [expected as Record<string, unknown>, found as Record<string, unknown>];
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const at = Array.isArray(expected) ? `${path}[${key}]` : path ? `${path}.${key}` : key;
    const difference = firstDifference(a[key], b[key], at);
    if (difference) return difference;
  }
  return undefined;
}

/**
 * Takes the decision of a link again, from the memory of the links before it, the record it answers and its own facts, and compares the bytes.
 * Gives every finding, and the memory to go on with: whatever was wrong with this link, the next is judged by what this one is, not by what it
 * should have been, so that one fault is one finding.
 */
export function redecide(
  rule: AnyRule,
  memory: CaseMemory,
  { record, link, hash }: OpenedLink,
  input: RawRecord,
  schemes: SchemeBook,
): { findings: LinkFinding[]; after: CaseMemory } {
  const findings: LinkFinding[] = [];
  const wrong = (code: LinkFault, field: string, expected: unknown, found: unknown): void => {
    findings.push({ code, field, expected: said(expected), found: said(found) });
  };
  const after = (): CaseMemory => {
    try {
      return remember(rule, memory, link, hash);
    } catch {
      // Facts and body of a forged link may not even be foldable; the chain goes on from its hash.
      return { next: link.seq + 1, head: hash, last: link.type as LinkType, state: memory.state };
    }
  };
  if (link.seq !== memory.next) wrong('CASE_GAP', 'seq', memory.next, link.seq);
  if (link.previous !== memory.head) wrong('PREV_HASH', 'previous', memory.head, link.previous);
  const digest = sha256Hex(input.value ?? new Uint8Array());
  if (link.input.sha256 !== digest) wrong('INPUT_HASH', 'input.sha256', digest, link.input.sha256);
  if (link.decider.rules !== rule.rules) {
    wrong('RULES_UNKNOWN', 'decider.rules', rule.rules, link.decider.rules);
    return { findings, after: after() };
  }
  const parsed = parseAgain(rule, input);
  if (parsed instanceof Malformed) {
    wrong('DECISION_DIFFERS', 'input', `a record that is parked: ${parsed.message}`, link.type);
    return { findings, after: after() };
  }
  if (parsed.case !== link.case) {
    wrong('INPUT_CASE', 'case', parsed.case, link.case);
    return { findings, after: after() };
  }
  const scheme = schemeFor(rule, memory, parsed, schemes);
  if (scheme === 'unknown' || (scheme?.digest ?? null) !== link.decider.scheme)
    wrong(
      'SCHEME_UNKNOWN',
      'decider.scheme',
      scheme === 'unknown' ? 'a published scheme' : (scheme?.digest ?? null),
      link.decider.scheme,
    );
  if (findings.length > 0) return { findings, after: after() };

  const again = decideAgain(
    rule,
    memory,
    { record, link, hash },
    input,
    parsed,
    scheme === 'unknown' ? undefined : scheme,
  );
  if (typeof again === 'string') {
    wrong('DECISION_DIFFERS', 'type', again, link.type);
    return { findings, after: after() };
  }
  if (again.hash !== hash) {
    const difference = firstDifference(JSON.parse(Buffer.from(again.bytes).toString('utf8')), link);
    // The same JSON in other bytes: white space or the order of keys.
    wrong(
      'DECISION_DIFFERS',
      difference?.field ?? '(bytes)',
      difference?.expected ?? again.hash,
      difference?.found ?? hash,
    );
  }
  return { findings, after: after() };
}

function parseAgain(rule: AnyRule, input: RawRecord): ParsedInput<unknown> | Malformed {
  try {
    return rule.parse(input);
  } catch (error) {
    if (error instanceof Malformed) return error;
    throw error;
  }
}

function schemeFor(
  rule: AnyRule,
  memory: CaseMemory,
  parsed: ParsedInput<unknown>,
  schemes: SchemeBook,
): PublishedScheme | undefined | 'unknown' {
  const named = rule.schemeOf(memory.state, parsed.value);
  return named === undefined ? undefined : (schemes.find(named.id, named.version) ?? 'unknown');
}

/** The link as it should be, or in words what the rule does instead of writing one. */
function decideAgain(
  rule: AnyRule,
  memory: CaseMemory,
  { link }: OpenedLink,
  input: RawRecord,
  parsed: ParsedInput<unknown>,
  scheme: PublishedScheme | undefined,
): ReturnType<typeof makeLink> | string {
  try {
    if (!isLegalOrder(memory.last, link.type as LinkType))
      return `another link: ${link.type} may not follow ${memory.last}`;
    const considered = rule.consider({ state: memory.state, input: parsed.value, scheme });
    if (considered.do !== 'gather') return `no link: ${considered.do} (${considered.reason})`;
    return makeLink(rule, memory, {
      record: input,
      input: parsed,
      scheme,
      facts: link.facts,
      at: link.time,
      software: link.decider.software,
    });
  } catch (error) {
    // Facts that no gathering ever returned: the rule cannot make anything of them.
    return `no decision from these facts: ${error instanceof Error ? error.message : String(error)}`;
  }
}
