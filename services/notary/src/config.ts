import { keyIn, NOTE_COSIGNATURE, type NoteKey, noteKey, parseVkey } from '@guidang/evidence';
import { AuthorityConfig, DatabaseConfig, KafkaConfig, privateKey, VaultConfig } from '@guidang/host';
import { z } from 'zod';
import type { WitnessAddress } from './log/witnesses.ts';

const ed25519 = privateKey.refine(
  (key) => key.asymmetricKeyType === 'ed25519',
  'not an Ed25519 key / 不是 Ed25519 私钥',
);

const witnesses = z.string().transform((text, context): WitnessAddress[] => {
  const listed: WitnessAddress[] = [];
  for (const one of text.split(/\s+/).filter(Boolean)) {
    const [url = '', vkey = ''] = one.split('=>');
    const key = parseVkey(vkey);
    if (!URL.canParse(url) || !key.ok || key.value.type !== NOTE_COSIGNATURE)
      context.addIssue(`not <url>=><vkey of a witness> / 应为 <地址>=><见证方公钥>: ${one.slice(0, 80)}`);
    else listed.push({ url, key: key.value });
  }
  // A party that is listed twice would be counted twice.
  const names = new Set(listed.map(({ key }) => key.name));
  const keys = new Set(listed.map(({ key }) => keyIn(key.vkey)));
  if (Math.min(names.size, keys.size) < listed.length)
    context.addIssue('a witness is listed twice / 同一见证方重复列出');
  return listed;
});

/** What the notary is told. It trusts its own key and its witnesses' keys; its database may be lost, its key may not. */
export const Config = z
  .object({
    ...KafkaConfig.shape,
    ...DatabaseConfig.shape,
    ...VaultConfig.shape,
    NOTARY_KEY_FILE: ed25519.describe('Ed25519 private key that signs checkpoints (PKCS#8 PEM)'),
    NOTARY_ORIGIN: z.string().default('guidang.example/log').describe('name of the log; also the name of its key'),
    WITNESSES: witnesses.describe('witnesses to ask, separated by spaces, each <url>=><vkey>'),
    WITNESS_QUORUM: z.coerce
      .number()
      .int()
      .min(1)
      .default(1)
      .describe('how many must cosign before a checkpoint is published'),
    ...AuthorityConfig.shape,
    BATCH_MS: z.coerce.number().int().min(10).default(1_000).describe('pause between batches'),
    BATCH_LINKS: z.coerce.number().int().min(1).default(20_000).describe('links of one batch'),
    TIMESTAMP_MS: z.coerce
      .number()
      .int()
      .min(1_000)
      .default(60_000)
      .describe('milliseconds between timestamps of checkpoints'),
    LOG_LOCK_YEARS: z.coerce
      .number()
      .int()
      .min(1)
      .max(100)
      .default(30)
      .describe(
        'years for which full tiles are locked when they are stored: they never change, and every proof rests on them',
      ),
    LOG_LOCK_DAYS: z.coerce
      .number()
      .int()
      .min(2)
      .max(365)
      .default(7)
      .describe(
        'days for which the checkpoint and tiles not yet full are locked; the notary lengthens the lock of those it still relies on',
      ),
    HTTP_HOST: z.string().default('127.0.0.1').describe('where the log is served'),
    HTTP_PORT: z.coerce.number().int().min(0).max(65_535),
  })
  .superRefine(({ WITNESSES: { length }, WITNESS_QUORUM: quorum }, context) => {
    const message = `${quorum} of ${length} witnesses, at most ${length} can be asked for / 法定数不得大于见证方数`;
    if (quorum > length) context.addIssue({ code: 'custom', path: ['WITNESS_QUORUM'], message });
  });
export type Config = z.infer<typeof Config>;

export const logKey = ({ NOTARY_ORIGIN, NOTARY_KEY_FILE }: Config): NoteKey => noteKey(NOTARY_ORIGIN, NOTARY_KEY_FILE);
