import { type AnyRule, Malformed, type ParsedInput, type RawRecord } from '@guidang/contracts';
import { blank, misplaced, type SchemeBook } from '@guidang/stream';
import type { RuleVersions } from '../rule-versions.ts';
import type { RoomStore } from './room-store.ts';

/** What a step does with an input before anything is looked up, as it can be seen again by anyone (decision 0001). */
export interface Verdict {
  readonly do: 'skip' | 'park' | 'gather';
  /** Why it is skipped or parked; empty where something is to be gathered. */
  readonly reason: string;
  /** The decision rests on a scheme: one that was published later was not known then. */
  readonly withScheme: boolean;
}

/**
 * What a step may have done with an input that no link answers: one verdict for each version of its rules and, where a step reads several topics, for
 * each moment at which it may have met the input. Almost always one.
 */
export function verdictsOn(
  versions: RuleVersions,
  record: RawRecord,
  rooms: RoomStore,
  schemes: SchemeBook,
  partitions: number,
): Verdict[] {
  return versions.flatMap((rule) => {
    const parsed = parsedBy(rule, record);
    if (parsed === undefined) return [{ do: 'park', reason: 'MALFORMED', withScheme: false } as const];
    const room = rooms.find(parsed.case)?.steps[rule.step];
    const earlier = room?.before.filter(({ topics }) => topics.includes(record.topic)) ?? [];
    const memories = [room?.memory, ...earlier.map(({ memory }) => memory)];
    const elsewhere = misplaced(parsed.case, record, partitions);
    return memories
      .map((memory) => considered(rule, (memory ?? blank(rule, parsed.case)).state, parsed, schemes))
      .map((verdict) =>
        elsewhere && verdict.do !== 'skip'
          ? { do: 'park' as const, reason: elsewhere.reason, withScheme: false }
          : verdict,
      );
  });
}

function considered(rule: AnyRule, state: unknown, parsed: ParsedInput<unknown>, schemes: SchemeBook): Verdict {
  try {
    const named = rule.schemeOf(state, parsed.value);
    const scheme = named && schemes.find(named.id, named.version);
    const does = rule.consider({ state, input: parsed.value, scheme });
    return { do: does.do, reason: does.do === 'gather' ? '' : does.reason, withScheme: named !== undefined };
  } catch {
    // A state that forged links have left behind, which the rule cannot work with: nothing is known to speak against an answer.
    return { do: 'gather', reason: '', withScheme: false };
  }
}

function parsedBy(rule: AnyRule, record: RawRecord): ParsedInput<unknown> | undefined {
  try {
    return rule.parse(record);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/** Whether a record may have been put aside for this reason. */
export const mayBeParked = (verdicts: readonly Verdict[], reason: string): boolean =>
  verdicts.some(
    (verdict) =>
      (verdict.do === 'park' && verdict.reason === reason) || (reason === 'SCHEME_UNKNOWN' && verdict.withScheme),
  );
