import type { Resource } from '@guidang/access';
import { CaseNumber, Finding, Sha256 } from '@guidang/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ReviewFinding } from '../review/entries.ts';
import type { ReviewQueue } from '../review/queue.ts';
import { itemNames } from './items.ts';

export const TOKEN = [{ token: [] }];

export const CaseParams = z.object({ case: CaseNumber.describe('办件编号') });
export const FindingParams = CaseParams.extend({ key: Sha256.describe('key of the finding') });

/** The case a request is about, as the policy sees it; undefined where nothing of it waits. */
export const caseOf =
  (queue: ReviewQueue) =>
  async ({ params }: FastifyRequest): Promise<Resource | undefined> => {
    const found = await queue.find((params as z.infer<typeof CaseParams>).case);
    return found && { department: found.entry.department };
  };

export const QueuedFinding = z
  .object({
    key: z.string().describe('names the finding; the same one in a later round has the same'),
    item: z
      .object({ code: z.string(), zh: z.string(), en: z.string(), looksAt: z.string() })
      .describe('检测项 (docs/four-properties.md)'),
    persons: z.number().int().describe('how many persons have to accept it; one suffices to reject it'),
    finding: Finding,
    acceptedBy: z.array(z.string()).describe('accounts that have accepted it'),
    settled: z.enum(['accepted', 'rejected']).nullable().describe('null while it is open'),
    claimedBy: z.string().nullable().describe('account that is looking at it; null where nobody is'),
    claimedUntil: z.string().nullable().describe('RFC 3339 in UTC'),
  })
  .describe('a finding that people may settle');

export function shownFinding(one: ReviewFinding, now: Date): z.infer<typeof QueuedFinding> {
  const { key, persons, finding, acceptedBy, settled, claimedBy, claimedUntil } = one;
  const claimed = claimedBy !== null && claimedUntil !== null && claimedUntil > now;
  return {
    ...{ key, persons, finding, acceptedBy: [...acceptedBy], settled, item: itemNames(finding.item) },
    claimedBy: claimed ? claimedBy : null,
    claimedUntil: claimed ? claimedUntil.toISOString() : null,
  };
}
