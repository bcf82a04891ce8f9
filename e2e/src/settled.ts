import type { CasePlan } from '@guidang/lab/cases';
import type { Watch } from './watch.ts';

/** How a case stands, as its links say. */
export type Standing = 'stored' | 'refused' | 'withdrawn' | 'waiting';

/** The last thing that happened to a case, in the four ways it can rest. */
export function standingOf(watch: Watch, plan: CasePlan): Standing {
  const types = watch.of(plan.case).links.map(({ link }) => link.type);
  if (types.includes('CaseIndexed')) return 'stored';
  if (types.includes('CaseWithdrawn')) return 'withdrawn';
  const closings = types.filter((type) => type === 'CaseCaptured').length;
  const refusals = types.filter((type) => type === 'CaseRefused').length;
  if (closings > 0 && refusals === closings) return 'refused';
  return 'waiting';
}

/** Events of a case that are answered by capture, with a link or by being put aside. */
const answered = (watch: Watch, plan: CasePlan): number => {
  const { links, parked } = watch.of(plan.case);
  return links.filter(({ link }) => link.step === 'capture').length + parked.length;
};

/** What a case still waits for before it rests where it is expected to; undefined where it does. */
export function unsettled(watch: Watch, plan: CasePlan): string | undefined {
  const standing = standingOf(watch, plan);
  if (standing !== plan.expect.ends) return `${plan.kind} ${plan.case}: ${standing}, expected ${plan.expect.ends}`;
  const heard = answered(watch, plan);
  return heard < plan.events.length
    ? `${plan.kind} ${plan.case}: ${heard} of ${plan.events.length} events answered`
    : undefined;
}

/** What the cases still wait for, in a few words. */
export function allSettled(watch: Watch, plans: readonly CasePlan[]): string | undefined {
  const open = plans.map((plan) => unsettled(watch, plan)).filter((text) => text !== undefined);
  return open.length === 0
    ? undefined
    : `${open.length} cases are not where they should be: ${open.slice(0, 5).join('; ')}`;
}

/** What of the cases is not yet in the log under a cosigned head; undefined where all of it is. */
export function unlogged(watch: Watch, plans: readonly CasePlan[]): string | undefined {
  const { checkpoints } = watch;
  const last = Math.max(-1, ...checkpoints.flatMap(({ type, batch }) => (type === 'cosigned' ? batch : [])));
  const ranges = checkpoints.flatMap((one) => (one.type === 'checkpoint' && one.batch <= last ? one.ranges : []));
  const covered = ({ topic, partition, offset }: { topic: string; partition: number; offset: number }): boolean =>
    ranges.some(
      (range) => range.topic === topic && range.partition === partition && range.from <= offset && offset <= range.to,
    );
  const open = plans.flatMap((plan) => watch.of(plan.case).links).filter(({ record }) => !covered(record));
  return open.length === 0 ? undefined : `${open.length} links are not in the log yet`;
}
