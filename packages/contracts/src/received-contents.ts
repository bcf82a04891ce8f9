import { z } from 'zod';
import { ContentName, count, Sha256 } from './primitives.ts';

/** A file in a package from elsewhere. */
const ReceivedFile = z.strictObject({
  path: z
    .string()
    .regex(/^package\/[1-9]\d{0,3}$/)
    .describe('what it is called in records and asked for by: its place in the list, since its name may name people'),
  entry: z.string().min(1).max(1000).describe('name of its entry in the zip or tar'),
  name: z.string().max(500).describe('计算机文件名, as its metadata has it'),
  content: ContentName,
  sm3: Sha256.describe('SM3, 64 lower-case hexadecimal digits'),
  size: count.describe('bytes'),
  format: z.string().max(20).describe('family of its format as its metadata has it'),
  puid: z.string().max(40).nullable().describe('PRONOM id as it was found; null where it is not known'),
});
export type ReceivedFile = z.infer<typeof ReceivedFile>;

/**
 * What is in a package from elsewhere, in the report of its reception, which lies beside it under the same lock. No record: names of files and values may name people.
 */
export const ReceivedContents = z.strictObject({
  layout: z
    .looseObject({ id: z.string() })
    .describe('the whole profile it was read by, so that it can be read so again'),
  items: count.describe('件 in it'),
  files: count.describe('of the files that its metadata describes, those that are there'),
  described: z
    .array(z.strictObject({ element: z.string(), zh: z.string(), value: z.string().max(500) }))
    .max(200)
    .describe('what its metadata says of it'),
  listed: z.array(ReceivedFile).max(1000).describe('its files that are there, in the order of its metadata'),
});
export type ReceivedContents = z.infer<typeof ReceivedContents>;
