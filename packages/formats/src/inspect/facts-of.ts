import type { Bytes } from '../bytes.ts';
import { type FileFacts, type Inspection, notLooked, problem } from '../facts.ts';
import { type Identity, identify } from '../identify/identify.ts';
import type { Limits } from '../limits.ts';
import type { SignatureAnchors } from '../trust.ts';
import type { Inspectors } from './inspectors.ts';
import { polyglotOf } from './polyglot.ts';

/** Changes whenever the same file may get other facts: links keep it with the facts. */
export const INSPECTOR = 'formats/3';

/** Part of the time limit that is left to whoever would end the process. */
const OWN_SHARE = 0.7;

/** Puts together what a file is and what its inspector found. */
export function factsFrom(identity: Identity, inspection: Inspection): FileFacts {
  return { inspector: INSPECTOR, ...identity, ...inspection };
}

/** Opens a file in this process. Only where a crash or a hang harms nobody: services ask an Inspector. */
export async function factsOf(
  inspectors: Inspectors,
  bytes: Bytes,
  path: string | null,
  name: string | undefined,
  limits: Limits,
  anchors: SignatureAnchors,
): Promise<FileFacts> {
  const identity = identify(bytes, name);
  if (bytes.size === 0) return factsFrom(identity, { readable: 'no', problems: [problem('EMPTY', 'no bytes')] });
  const inspector = inspectors[identity.family];
  const deadline = performance.now() + limits.timeMs * OWN_SHARE;
  const found = inspector ? await inspector({ bytes, path, identity, limits, anchors, deadline }) : notLooked();
  const { alsoIs, problems } = polyglotOf(bytes, identity.family);
  return factsFrom(identity, {
    signatures: [],
    ...found,
    problems: [...found.problems, ...problems],
    ...(alsoIs.length > 0 && { alsoIs }),
  });
}
