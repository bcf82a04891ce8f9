import { z } from 'zod';
import { ruled } from './malformed.ts';

/** Lower-case hexadecimal SHA-256 (FIPS 180-4). */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'SHA-256: 64 lower-case hexadecimal digits / 64 位小写十六进制')
  .describe('SHA-256 (FIPS 180-4), 64 lower-case hexadecimal digits');
export type Sha256 = z.infer<typeof Sha256>;

/** Lower-case hexadecimal SM3 (GB/T 32905-2016). */
export const Sm3 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'SM3: 64 lower-case hexadecimal digits / 64 位小写十六进制')
  .describe('SM3 (GB/T 32905-2016), 64 lower-case hexadecimal digits');
export type Sm3 = z.infer<typeof Sm3>;

/** The name of an object in the vault: its own digest. Whoever knows the name can check the bytes. */
export const ContentName = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'content name: sha256:<64 lower-case hexadecimal digits> / 内容名')
  .transform((s) => s as ContentName)
  .describe('name of an object in the vault: the SHA-256 of its bytes');
export type ContentName = `sha256:${string}`;
export const contentName = (sha256: Sha256): ContentName => `sha256:${sha256}`;

/** RFC 3339 time in UTC with second or millisecond precision, ending in Z. Shown to people in Asia/Shanghai. */
export const Time = z
  .string()
  .regex(
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?Z$/,
    'time: RFC 3339 in UTC, e.g. 2026-03-01T08:00:00Z / 时间须为 UTC 的 RFC 3339 格式',
  )
  .refine(
    // Date.parse takes 30 February and calls it 2 March. What is no time at all has broken the rule above already.
    (s) => !(Number(s.slice(8, 10)) > new Date(Date.UTC(Number(s.slice(0, 4)), Number(s.slice(5, 7)), 0)).getUTCDate()),
    ruled('NO_SUCH_DATE', 'time: a date that exists / 日期必须存在'),
  )
  .describe('RFC 3339 time in UTC with second or millisecond precision, ending in Z; shown in Asia/Shanghai');
export type Time = z.infer<typeof Time>;

/** A short text of one line without control characters. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine(
      (s) => !/[\p{Cc}\p{Zl}\p{Zp}\ufffe\uffff]/u.test(s),
      ruled('CONTROL_CHARACTER', 'text: one line without control characters / 单行且不得含控制字符'),
    )
    .refine((s) => s.isWellFormed(), ruled('NOT_UNICODE', 'text: well-formed Unicode / 须为合法 Unicode'));

/** A text that may have line breaks (opinions). */
export const paragraph = (max: number) =>
  z
    .string()
    .max(max)
    .refine(
      (s) => !/\p{Cc}/u.test(s.replaceAll('\n', '')),
      ruled('CONTROL_CHARACTER', 'text: no control characters but line feeds / 除换行 (LF) 外不得含控制字符'),
    )
    .refine((s) => s.isWellFormed(), ruled('NOT_UNICODE', 'text: well-formed Unicode / 须为合法 Unicode'));

/** A count or a size: a whole number from 0 up to 2^53-1. */
export const count = z.int().nonnegative();

/** Salted commitment to something personal: sha256(salt ‖ value), salt kept with the object that holds the value. */
export const Commitment = z
  .string()
  .regex(/^commit:[0-9a-f]{64}$/, 'commitment: commit:<SHA-256 of salt and value> / 加盐承诺')
  .describe(
    'salted commitment to something personal: SHA-256 of salt and value; the salt lies with the object that holds the value',
  );
export type Commitment = z.infer<typeof Commitment>;
