import { MATTERS, schemeOf } from '@guidang/lab/matters';
import type { Settings } from '../src/scheme/settings.ts';

const scheme = schemeOf(MATTERS[0]!);
const { fonds: _, ...referenceCode } = scheme.referenceCode;

/** Everything a scheme needs, as one level may say it. */
export const COMPLETE: Settings = {
  items: scheme.items,
  unlisted: scheme.unlisted,
  steps: scheme.steps,
  retention: scheme.retention,
  sharing: scheme.sharing,
  openness: scheme.openness,
  referenceCode,
};
