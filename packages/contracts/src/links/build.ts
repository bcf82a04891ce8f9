import { hash } from 'node:crypto';
import type { StepName } from '../names.ts';
import type { Link } from './link.ts';

/**
 * A link as text. Its identity is the SHA-256 of exactly this in UTF-8, so the order of keys is fixed here and nowhere else;
 * facts and body keep the order in which they were made, and the same decision makes them in the same order.
 */
export function linkText(link: Link): string {
  const { id, case: caseNumber, step, seq, previous, input, type, version, time, decider, facts, body } = link;
  const { topic, partition, offset, sha256 } = input;
  const { software, rules, scheme } = decider;
  return JSON.stringify({
    id,
    case: caseNumber,
    step,
    seq,
    previous,
    input: { topic, partition, offset, sha256 },
    type,
    version,
    time,
    decider: { software, rules, scheme },
    facts,
    body,
  });
}

/** The bytes of a link, by whose SHA-256 others name it. */
export const linkBytes = (link: Link): Uint8Array => new TextEncoder().encode(linkText(link));

/** A link's id: the step and a digest of its input's id. `inputId` is unique within what the step reads. */
export function linkId(step: StepName, inputId: string): string {
  return `${step}-${hash('sha256', `${step}\n${inputId}`, 'hex').slice(0, 32)}`;
}

/** Headers of a link: CloudEvents names, all derivable from the value, so that stripping or changing one shows. */
export function linkHeaders(link: Pick<Link, 'id' | 'case' | 'step' | 'type' | 'time'>): Record<string, string> {
  return {
    ce_specversion: '1.0',
    ce_id: link.id,
    ce_source: `guidang/${link.step}`,
    ce_type: link.type,
    ce_subject: link.case,
    ce_time: link.time,
  };
}
