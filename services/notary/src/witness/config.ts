import { createPrivateKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isKeyName, type NoteKey, parseVkey } from '@guidang/evidence';
import { z } from 'zod';

/** Keys of the logs to witness: one vkey a line, a JSON list of them, or an anchors file with its `log`. */
const vkeysIn = (text: string): string[] => {
  if (!/^\s*[[{]/.test(text))
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'));
  const Listed = z.union([
    z.array(z.string()),
    z.object({ log: z.object({ vkey: z.string() }) }).transform((a) => [a.log.vkey]),
  ]);
  return Listed.parse(JSON.parse(text));
};

const Logs = z.string().transform((value, context): NoteKey[] => {
  const inline = /^\s*[[{]/.test(value);
  if (!inline && !existsSync(value)) {
    context.addIssue(`文件不存在 / no such file: ${value}`);
    return z.NEVER;
  }
  const keys: NoteKey[] = [];
  for (const vkey of vkeysIn(inline ? value : readFileSync(value, 'utf8'))) {
    const key = parseVkey(vkey);
    if (key.ok) keys.push(key.value);
    else context.addIssue(`${vkey}: ${key.detail}`);
  }
  if (keys.length === 0) context.addIssue('没有日志公钥 / no log key in it');
  return keys;
});

const Ed25519File = z.string().transform((file, context): KeyObject => {
  try {
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
    context.addIssue(`${file}: 不是 Ed25519 私钥 / not an Ed25519 key`);
  } catch (error) {
    context.addIssue(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return z.NEVER;
});

/** What the witness needs to be told. WITNESS_DIR is its memory: lose it, and it must not go on under the same name. */
const Config = z.object({
  WITNESS_HOST: z.string().default('127.0.0.1'),
  WITNESS_PORT: z.coerce.number().int().min(0).max(65_535).default(13_162),
  WITNESS_DIR: z.string().min(1),
  WITNESS_NAME: z.string().refine(isKeyName).default('witness.guidang.example/w1'),
  WITNESS_KEY_FILE: Ed25519File,
  WITNESS_LOGS: Logs,
  /** requests for a cosignature answered in a minute; a log asks for one with each batch */
  WITNESS_A_MINUTE: z.coerce.number().int().min(1).max(1_000_000).default(600),
});
export type Config = z.infer<typeof Config>;

/** Reads the configuration; all its faults at once. The key lies in WITNESS_DIR where no file is named. */
export const readConfig = (env: NodeJS.ProcessEnv): Config | string => {
  const parsed = Config.safeParse({
    ...env,
    WITNESS_KEY_FILE: env.WITNESS_KEY_FILE ?? join(env.WITNESS_DIR ?? '.', 'witness.key'),
  });
  return parsed.success ? parsed.data : z.prettifyError(parsed.error);
};
