import type { AnyLink, CaptureLink, DossierMaterial, Link } from '@guidang/contracts';
import type { CaptureFacts } from './facts.ts';
import { FORM } from './scope.ts';
import type { CaptureState, RefusedMaterial } from './state.ts';

/** What capture remembers once a link of its own stands. */
export function evolve(state: CaptureState, link: Link<CaptureFacts, unknown>): CaptureState {
  return folded({ ...state, seen: [...state.seen, link.id] }, link as AnyLink as CaptureLink);
}

function folded(state: CaptureState, link: CaptureLink): CaptureState {
  switch (link.type) {
    case 'CaseOpened':
      return { ...state, phase: 'open', head: link.body.head, form: link.body.form, round: 1 };
    case 'FormCaptured': {
      const { head, form, superseded } = link.body;
      return { ...state, head, form, superseded: [...state.superseded, ...(superseded ? [superseded] : [])] };
    }
    case 'MaterialCaptured':
      return withMaterial(state, link.body.material, { insteadOf: link.body.insteadOf });
    case 'MaterialSuperseded':
      return withMaterial(state, link.body.material, link.body);
    case 'ResultCaptured':
      return {
        ...withMaterial(state, link.body.material, {}),
        results: [...state.results, link.body.result],
      };
    case 'MaterialRefused': {
      const { material, replaces = null } = link.body;
      // A form is replaced by its own event and under no identifier.
      if (material === FORM) return state;
      return { ...state, refused: [...without(state.refused, material), { material, replaces }] };
    }
    case 'ProcessStepRecorded':
      return { ...state, steps: [...state.steps, link.body.step] };
    case 'CaseCaptured':
      return { ...state, phase: 'closed' };
    case 'CaseReopened':
      return { ...state, phase: 'open', round: link.body.round };
    case 'CaseWithdrawn':
      return { ...state, phase: 'withdrawn' };
  }
}

const without = (refused: readonly RefusedMaterial[], ...answered: (string | undefined)[]): RefusedMaterial[] =>
  refused.filter(({ material }) => !answered.includes(material));

/** Superseded, never overwritten: what was in force moves over and stays in the dossier. */
function withMaterial(
  state: CaptureState,
  material: DossierMaterial,
  { replaces, insteadOf }: { replaces?: string | undefined; insteadOf?: string | undefined },
): CaptureState {
  const superseded = state.materials.filter((one) => one.material === replaces);
  return {
    ...state,
    materials: [...state.materials.filter((one) => one.material !== replaces), material],
    superseded: [...state.superseded, ...superseded],
    refused: without(state.refused, material.material, insteadOf),
  };
}
