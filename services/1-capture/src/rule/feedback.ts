import type { AnyLink, CaptureLink, CaseEvent, Feedback, Link } from '@guidang/contracts';
import type { CaptureFacts } from './facts.ts';

type Said = Pick<Feedback, 'type' | 'missing' | 'refused'>;

/** What the publisher is told of a link: what is still missing while the applicant is at the window, and every refusal with field and reason. */
export function feedback(link: Link<CaptureFacts, unknown>, event: CaseEvent): Feedback[] {
  return said(link as AnyLink as CaptureLink).map((one) => ({
    id: `${link.id}.${one.type}`,
    version: 1,
    case: link.case,
    time: link.time,
    about: event.id,
    ...one,
  }));
}

function said(link: CaptureLink): Said[] {
  switch (link.type) {
    case 'CaseOpened': {
      const { missing, refused } = link.body;
      const opened: Said = { type: 'dossier.opened', missing };
      return refused.length === 0 ? [opened] : [opened, { type: 'material.refused', refused, missing }];
    }
    case 'FormCaptured':
    case 'MaterialCaptured':
    case 'MaterialSuperseded':
    case 'ResultCaptured': {
      const { missing } = link.body;
      return missing.length === 0 ? [] : [{ type: 'dossier.missing', missing }];
    }
    case 'MaterialRefused':
      return [{ type: 'material.refused', refused: link.body.refused, missing: link.body.missing }];
    case 'CaseCaptured':
      return [{ type: 'case.captured', missing: link.body.missing }];
    case 'CaseWithdrawn':
      return [{ type: 'case.withdrawn' }];
    case 'ProcessStepRecorded':
    case 'CaseReopened':
      return [];
  }
}
