import type { Suite } from '@guidang/contracts';
import { suitesOf, type Wanted } from './suite.ts';

/** Fails at the start, and not at the first case, where a suite that this deployment seals in has no key or no authority. @throws naming all that is missing */
export function mustBeAble(
  wanted: Wanted,
  sealers: Partial<Record<Suite, unknown>>,
  stamps: { has(suite: Suite): boolean },
): void {
  const missing = suitesOf(wanted).flatMap((suite) => [
    ...(sealers[suite] === undefined ? [`${suite}: 无签名密钥 / no key`] : []),
    ...(stamps.has(suite) ? [] : [`${suite}: 无时间戳服务 / no timestamp authority`]),
  ]);
  if (missing.length > 0) throw new Error(`SEAL_SUITE=${wanted}: ${missing.join('; ')}`);
}
