import type { AnyLink, CheckLink, Link } from '@guidang/contracts';
import { callsForSomebody, countOutcomes, digestOfContents } from '@guidang/properties';
import type { CheckFacts } from './facts.ts';
import type { CheckState } from './state.ts';

/** What check remembers once a link of its own stands. A refused round leaves what was found of the files: what is still in force is not looked at twice. */
export function evolve(before: CheckState, written: Link<CheckFacts, unknown>, hash: string): CheckState {
  const link = written as AnyLink as CheckLink;
  const state = { ...before, links: before.links + 1 };
  switch (link.type) {
    case 'MaterialChecked': {
      const { material, findings } = link.body;
      const entry = {
        material,
        link: hash,
        contents: digestOfContents(link.facts.files.map(({ content }) => content)),
        counts: countOutcomes(findings),
        findings: findings.filter(callsForSomebody),
      };
      const { form } = link.facts;
      return {
        ...state,
        // A form that is none says nothing of what is asked.
        ...(form !== null && { asked: form.valid ? form.asked : null }),
        materials: [...state.materials.filter((one) => one.material !== material), entry],
      };
    }
    case 'CaseChecked':
      return { ...state, passed: true };
    case 'CaseRefused':
      return state;
  }
}
