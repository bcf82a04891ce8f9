import type { AnyLink, CaptureLink, CheckLink, Feedback, Link } from '@guidang/contracts';
import { callsForSomebody } from '@guidang/properties';
import type { CheckFacts } from './facts.ts';
import { isClosing } from './input.ts';

type Said = Pick<Feedback, 'type' | 'missing' | 'findings'>;

/** What the publisher is told: a material that failed within seconds, a refusal with everything found, and that a case was passed. */
export function feedback(written: Link<CheckFacts, unknown>, input: CaptureLink): Feedback[] {
  const link = written as AnyLink as CheckLink;
  const said = saidOf(link, input);
  if (!said) return [];
  // Which event the link of capture answered stands in no field of it.
  const { id, case: caseNumber, time } = link;
  return [{ id: `${id}.${said.type}`, version: 1, case: caseNumber, time, about: null, ...said }];
}

function saidOf(link: CheckLink, input: CaptureLink): Said | undefined {
  switch (link.type) {
    case 'MaterialChecked':
      return link.body.verdict === 'failed'
        ? { type: 'material.failed', findings: link.body.findings.filter(callsForSomebody) }
        : undefined;
    case 'CaseRefused':
      return {
        type: 'case.refused',
        ...(isClosing(input) && input.body.missing.length > 0 && { missing: input.body.missing }),
        findings: link.body.findings,
      };
    case 'CaseChecked':
      return { type: 'case.checked', findings: link.body.findings.filter(callsForSomebody) };
  }
}
