import { z } from 'zod';

/** What an algorithm may be used for in our evidence. */
export const AlgorithmUse = z
  .enum(['content-digest', 'hash-tree', 'timestamp-imprint', 'seal', 'timestamp', 'certificate', 'log', 'key'])
  .describe(
    'content-digest: names content and links; hash-tree: leaves and nodes of evidence records; timestamp-imprint: what a token is over; seal, timestamp, certificate, log: the signature of each; key: the key under such a signature',
  );
export type AlgorithmUse = z.infer<typeof AlgorithmUse>;

const Day = z.iso.date().describe('A day in UTC; it belongs to the time before');

export const PolicyAlgorithm = z
  .object({
    name: z
      .string()
      .min(1)
      .describe('As nameOfAlgorithm, a signature scheme or a key is called: sha256, ecdsa-sha256, rsa-3072, sm2'),
    suite: z.enum(['international', 'national', 'both']).describe('Whose algorithm it is: 国密 is national'),
    uses: z
      .array(z.object({ use: AlgorithmUse, from: Day.optional(), until: Day.nullable() }))
      .min(1)
      .describe(
        'What for, from when (left out: always), and until when it may be used for new evidence and believed without renewal; null: nobody has named an end',
      ),
    source: z.string().describe('Who says so'),
  })
  .describe('An algorithm we take');

export const WeakAlgorithm = z
  .object({
    name: z.string().min(1),
    since: Day.describe('From when on what rests on it alone proves nothing'),
    why: z.string(),
  })
  .describe('An algorithm that is refused by its name');

export const EvidencePolicy = z
  .object({
    version: z.literal(1),
    id: z.string().min(1).describe('Which policy; it stands in reports'),
    decided: Day,
    leadDays: z.int().min(1).max(3650).describe('How many days before an end a renewal is due'),
    algorithms: z.array(PolicyAlgorithm),
    weak: z.array(WeakAlgorithm),
  })
  .describe('Evidence policy: every algorithm, what for, from when and until when')
  .refine(
    (p) => new Set([...p.algorithms, ...p.weak].map((a) => a.name)).size === p.algorithms.length + p.weak.length,
    {
      error: 'an algorithm stands in a policy once',
    },
  );
export type EvidencePolicy = z.infer<typeof EvidencePolicy>;
