import { type Problem, problem } from '../facts.ts';

const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** What is wrong with a name of an entry, if it were ever unpacked somewhere; null where nothing is. */
function fault(name: string): string | null {
  if (name === '') return 'empty';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'control characters';
  if (name.startsWith('/') || name.startsWith('\\') || /^[a-z]:/i.test(name)) return 'absolute';
  const parts = name.split(/[/\\]/);
  if (parts.includes('..')) return 'climbs out';
  return parts.some((part) => DEVICE.test(part)) ? 'device name' : null;
}

/** Names that would write somewhere else, or over one another. One problem for each kind, with how many: names are content. */
export function nameProblems(entries: readonly { readonly name: string }[]): Problem[] {
  const faults = new Map<string, number>();
  const seen = new Set<string>();
  for (const { name } of entries) {
    const folded = name.normalize('NFC').toLowerCase();
    const what = fault(name) ?? (seen.has(folded) ? 'duplicate' : null);
    seen.add(folded);
    if (what) faults.set(what, (faults.get(what) ?? 0) + 1);
  }
  return [...faults].map(([what, count]) => problem('ENTRY_NAME', `${what}: ${count} of ${entries.length} entries`));
}
