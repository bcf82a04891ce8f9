import { table } from '@guidang/infra-local';
import type { Sentence } from './hearing.ts';
import { KINDS, type Kind } from './kinds.ts';

/** How often a judge accepted, refused and was not asked for things of one kind. */
export interface Tally {
  readonly kind: Kind;
  readonly judge: string;
  readonly accepted: number;
  readonly refused: number;
  readonly skipped: number;
}

/** A line for each kind and judge, kinds in their own order, judges in that of the hearing. */
export function tallies(sentences: readonly Sentence[]): Tally[] {
  const lines = new Map<string, Tally>();
  for (const { kind, judge, outcome } of sentences) {
    const line = lines.get(`${kind} ${judge}`) ?? { kind, judge, accepted: 0, refused: 0, skipped: 0 };
    lines.set(`${kind} ${judge}`, { ...line, [outcome]: line[outcome] + 1 });
  }
  const order = Object.keys(KINDS);
  return [...lines.values()].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** What a person reads: the table, every refusal with what was refused, and why judges were not asked. */
export function reportText(sentences: readonly Sentence[]): string {
  const lines = tallies(sentences);
  const head = ['产出 artefact', '评判者 judge', '接受 accepted', '拒绝 refused', '略过 skipped'];
  const rows = lines.map(({ kind, judge, accepted, refused, skipped }) => [
    KINDS[kind],
    judge,
    ...[accepted, refused, skipped].map((n) => (n === 0 ? '-' : String(n))),
  ]);
  const absent = (Object.keys(KINDS) as Kind[]).filter((kind) => !lines.some((line) => line.kind === kind));
  const none = absent.map((kind) => [KINDS[kind], '无此产出 / none here', '-', '-', '-']);
  return [table([head, ...rows, ...none]), ...refusals(sentences), ...reasons(sentences), verdict(sentences)].join(
    '\n',
  );
}

function refusals(sentences: readonly Sentence[]): string[] {
  const refused = sentences.filter(({ outcome }) => outcome === 'refused');
  if (refused.length === 0) return [];
  const told = refused.map(
    ({ kind, artefact, judge, detail }) => `  ${KINDS[kind]}: ${artefact}\n    ${judge}: ${detail}`,
  );
  return ['', '拒绝 / refused:', ...told];
}

function reasons(sentences: readonly Sentence[]): string[] {
  const counts = new Map<string, number>();
  for (const { judge, outcome, detail } of sentences)
    if (outcome === 'skipped') counts.set(`${judge}: ${detail}`, (counts.get(`${judge}: ${detail}`) ?? 0) + 1);
  if (counts.size === 0) return [];
  return ['', '略过 / skipped:', ...[...counts].map(([reason, count]) => `  ${count} × ${reason}`)];
}

function verdict(sentences: readonly Sentence[]): string {
  const count = (outcome: Sentence['outcome']): number => sentences.filter((one) => one.outcome === outcome).length;
  const [accepted, refused, skipped] = [count('accepted'), count('refused'), count('skipped')];
  return `\n评判 ${sentences.length} 次:接受 ${accepted},拒绝 ${refused},略过 ${skipped} / ${accepted} accepted, ${refused} refused, ${skipped} skipped`;
}
