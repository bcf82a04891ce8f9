import type { Finding, Outcome, SealedFindings } from '@guidang/contracts';

/** Outcomes that somebody should read, with their evidence. The others say that there was nothing to tell, or that nobody looked. */
const CALLING: ReadonlySet<Outcome> = new Set(['FAIL', 'WARN', 'MANUAL_REVIEW']);

/**
 * The findings of one link of check as the manifest lists them: every item is there with its object and outcome, and what calls for somebody stands in
 * full. The evidence of the rest lies in the link, which is named.
 */
export function sealedFindings(link: string, about: string, findings: readonly Finding[]): SealedFindings {
  const groups = new Map<string, SealedFindings['summary'][number]>();
  const detail: Finding[] = [];
  for (const finding of findings) {
    const { object, outcome, item } = finding;
    if (CALLING.has(outcome)) {
      detail.push(finding);
      continue;
    }
    const key = `${outcome} ${object}`;
    const group = groups.get(key);
    if (group) group.items.push(item);
    else groups.set(key, { object, outcome, items: [item] });
  }
  return { link, about, summary: [...groups.values()], detail };
}
