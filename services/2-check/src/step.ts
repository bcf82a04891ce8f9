import type { CapturedFile, FindingResolution } from '@guidang/contracts';
import type { Gathering, Step } from '@guidang/stream';
import { checkRule } from './decide.ts';
import { closingFacts, reviewedChain } from './gather/closing.ts';
import { formFactsOf } from './gather/form.ts';
import { type Look, type Looked, looker } from './gather/look.ts';
import type { CheckPorts } from './gather/ports.ts';
import type { CheckFacts } from './rule/facts.ts';
import {
  bringsForm,
  type CheckedInput,
  type CheckInput,
  type FormInput,
  isClosing,
  isDecision,
  type MaterialInput,
} from './rule/input.ts';
import { reviewing } from './rule/review.ts';
import type { CheckState } from './rule/state.ts';

export type { CheckPorts } from './gather/ports.ts';

/** The files a link brings, in the order in which their facts stand. */
const broughtBy = (input: Exclude<MaterialInput, FormInput>): CapturedFile[] => {
  const { files, countersignature } = input.body.material;
  return [...files, ...(countersignature ? [countersignature] : [])];
};

/** All of them are waited for, so that nothing is still under way when the record is asked for again. */
async function lookAtAll(look: Look, files: readonly CapturedFile[], signal: AbortSignal): Promise<Looked[]> {
  const outcomes = await Promise.allSettled(files.map((file) => look(file, signal)));
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/** Check: looks at what capture took in, and judges. Looking twice finds the same; the one object written is named by its content. */
export function checkStep(ports: CheckPorts): Step<CheckState, CheckInput, CheckFacts> {
  const look = looker(ports);
  /** What a person decided needs nothing looked up, unless the round ends with it: then the chain so far is put down. */
  const review = async (
    decision: FindingResolution,
    { state, links }: Gathering<CheckState, CheckInput>,
  ): Promise<CheckFacts> => {
    const comes = reviewing(state, decision);
    return comes.comes === 'to-an-end' ? reviewedChain(ports, comes.standing, await links()) : {};
  };
  return {
    rule: checkRule,
    keepsLinks: true,
    async gather(gathering) {
      const { input, record, scheme, links, signal } = gathering;
      if (isDecision(input)) return review(input, gathering);
      const link = input as CheckedInput;
      if (isClosing(link)) return closingFacts(ports, link, record.value!, await links());
      if (!bringsForm(link)) {
        const looked = await lookAtAll(look, broughtBy(link), signal);
        return { files: looked.map(({ inspected }) => inspected), form: null };
      }
      const { inspected, held } = await look(link.body.form!, signal);
      // `consider` lets nothing through without its scheme.
      return { files: [inspected], form: inspected.bytes && formFactsOf(held, link.body.head, scheme!.scheme) };
    },
  };
}
