import type { Finding } from '@guidang/contracts';

/** Evidence of numbers, digests and stable words; of a list how long it is. What else stands there is in the report. */
export const withoutNames = (finding: Finding): Finding => ({
  ...finding,
  evidence: Object.fromEntries(
    Object.entries(finding.evidence).map(([name, value]) => [name, Array.isArray(value) ? value.length : plain(value)]),
  ),
});

const plain = (value: unknown): number | boolean | string | null =>
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && /^[\w.:@+/ -]{0,90}$/.test(value))
    ? value
    : null;
