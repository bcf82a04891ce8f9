import type { CaseEvent } from '@guidang/contracts';
import type { Step } from '@guidang/stream';
import { type CaptureFacts, type CaptureState, captureRule } from './decide.ts';
import { type CapturePorts, gatherer } from './gather.ts';

/** 收件: the pure rule and the hands that take files in. Its own links are kept at hand, because a closing writes them down as one object. */
export const captureStep = (ports: CapturePorts): Step<CaptureState, CaseEvent, CaptureFacts> => ({
  rule: captureRule,
  gather: gatherer(ports),
  keepsLinks: true,
});
