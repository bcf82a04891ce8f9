import type { AnyLink, CheckLink, Feedback, Link } from '@guidang/contracts';
import { callsForSomebody } from '@guidang/properties';
import type { CheckFacts } from './facts.ts';
import { type CheckInput, isClosing } from './input.ts';

type Said = Pick<Feedback, 'type' | 'missing' | 'findings'>;

/** What the publisher is told: a material that failed within seconds, a refusal with everything found, that a person has to look, and that a case was passed. */
export function feedback(written: Link<CheckFacts, unknown>, input: CheckInput): Feedback[] {
  const link = written as AnyLink as CheckLink;
  const said = saidOf(link, input);
  if (!said) return [];
  // Which event the link of capture answered stands in no field of it.
  const { id, case: caseNumber, time } = link;
  return [{ id: `${id}.${said.type}`, version: 1, case: caseNumber, time, about: null, ...said }];
}

function saidOf(link: CheckLink, input: CheckInput): Said | undefined {
  switch (link.type) {
    case 'MaterialChecked': {
      const findings = link.body.findings.filter(callsForSomebody);
      // A page that is hard to read is told of while the applicant is still there, though it refuses nothing.
      return findings.length > 0
        ? { type: link.body.verdict === 'failed' ? 'material.failed' : 'material.warned', findings }
        : undefined;
    }
    case 'CaseRefused':
      return {
        type: 'case.refused',
        ...(isClosing(input) && input.body.missing.length > 0 && { missing: input.body.missing }),
        findings: link.body.findings,
      };
    case 'CaseAwaitingReview':
      return { type: 'case.reviewing', findings: link.body.findings };
    case 'CaseChecked':
      return { type: 'case.checked', findings: link.body.findings.filter(callsForSomebody) };
    case 'FindingResolved':
    case 'ResolutionRefused':
      return undefined;
  }
}
