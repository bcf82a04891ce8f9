import { type CaseLink, STEPS, type StepName } from '@guidang/contracts';
import { type CasePlan, KINDS } from '@guidang/lab/cases';
import { standingOf } from '../settled.ts';
import type { Watch } from '../watch.ts';
import { dim, green, onTerminal, red, tell, yellow } from './tell.ts';

const NAMES: Readonly<Record<StepName, string>> = {
  capture: '收件',
  check: '检测',
  seal: '固化',
  package: '组包',
  store: '入库',
  use: '利用',
};

const STANDING = {
  stored: () => green('已入库 stored'),
  refused: () => yellow('检测退回 refused'),
  withdrawn: () => dim('已撤回 withdrawn'),
  waiting: () => dim('在办 open'),
} as const;

/** Case numbers are long; their end tells them apart. */
export const short = (caseNumber: string): string => `…${caseNumber.slice(-12)}`;

/**
 * The cases on their way through the six steps. On a terminal one line a case that is drawn anew, with how many links each step has written; elsewhere one
 * line whenever a case comes to rest.
 */
export class Board {
  readonly #watch: Watch;
  readonly #plans: readonly CasePlan[];
  readonly #resting = new Set<string>();
  #drawn = 0;

  constructor(watch: Watch, plans: readonly CasePlan[]) {
    this.#watch = watch;
    this.#plans = plans;
    if (onTerminal) tell(dim(`   ${'办件 case'.padEnd(14)} ${STEPS.map((step) => NAMES[step].padEnd(5)).join(' ')}`));
  }

  draw(): void {
    if (onTerminal) this.#redraw();
    else this.#tellResting();
  }

  #redraw(): void {
    if (this.#drawn > 0) process.stdout.write(`\x1b[${this.#drawn}A`);
    for (const plan of this.#plans) process.stdout.write(`\x1b[2K   ${this.#line(plan)}\n`);
    this.#drawn = this.#plans.length;
  }

  #line(plan: CasePlan): string {
    const { links } = this.#watch.of(plan.case);
    const counts = STEPS.map((step) => links.filter(({ link }) => link.step === step).length);
    const cells = counts.map((count, at) =>
      cell(
        count,
        STEPS[at]!,
        links.map(({ link }) => link),
      ),
    );
    return `${short(plan.case).padEnd(14)} ${cells.join('  ')} ${STANDING[standingOf(this.#watch, plan)]()} ${dim(KINDS[plan.kind].says.split(':')[0]!)}`;
  }

  #tellResting(): void {
    for (const plan of this.#plans) {
      const standing = standingOf(this.#watch, plan);
      if (standing === 'waiting' || this.#resting.has(`${plan.case} ${standing}`)) continue;
      this.#resting.add(`${plan.case} ${standing}`);
      const links = this.#watch.of(plan.case).links.length;
      tell(
        `   ${short(plan.case)}  ${String(links).padStart(3)} 链节 links  ${STANDING[standing]()}  ${KINDS[plan.kind].says.split(':')[0]}`,
      );
    }
  }
}

/** How many links a step has written of a case; red where the last word was a refusal. */
function cell(count: number, step: StepName, links: readonly CaseLink[]): string {
  const text = count === 0 ? '·' : String(count);
  const last = links.findLast((link) => link.step === step)?.type;
  const colour = count === 0 ? dim : last === 'CaseRefused' || last === 'MaterialRefused' ? red : green;
  return colour(text.padStart(5));
}
