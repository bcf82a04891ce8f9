import { z } from 'zod';

/** Why somebody did what cannot be undone unseen: it goes into the operation log. */
export const reason = z
  .string('请写明原因 / say why')
  .trim()
  .min(2, '请写明原因，至少 2 个字 / say why, in two characters at least')
  .max(500, '原因至多 500 字 / at most 500 characters')
  .refine((text) => !text.includes('\u0000') && text.isWellFormed(), '不是合法文本 / not a text');
