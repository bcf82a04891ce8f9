import type { ReceiptCheck } from '@guidang/contracts';
import { CHECKS, type CheckCode } from './codes.ts';

const MOST_DETAIL = 300;
/** Detail of a check that has not passed only because something before it was in the way. */
export const NOT_LOOKED_AT = '未能检查 / could not be looked at';

/** What was found, by check. Nothing passes that was not looked at: a check of which nobody said anything has failed. */
export class Report {
  readonly #faults = new Map<CheckCode, string[]>();
  readonly #seen = new Map<CheckCode, string>();

  /** It was looked at; whether it holds is decided by whether a fault is said as well. */
  looked(code: CheckCode, detail: string): void {
    if (!this.#seen.has(code)) this.#seen.set(code, detail);
  }

  fault(code: CheckCode, detail: string): void {
    const list = this.#faults.get(code);
    if (list) list.push(detail);
    else this.#faults.set(code, [detail]);
  }

  /** Whether it was looked at and nothing was found. */
  holds(code: CheckCode): boolean {
    return this.#seen.has(code) && !this.#faults.has(code);
  }

  checks(more: readonly CheckCode[]): ReceiptCheck[] {
    return [...CHECKS, ...more].map((code) => {
      const [first, ...others] = this.#faults.get(code) ?? [];
      const also = others.length > 0 ? ` (另有 ${others.length} 项 / and ${others.length} more)` : '';
      const said = first === undefined ? (this.#seen.get(code) ?? NOT_LOOKED_AT) : `${first}${also}`;
      return { check: code, ok: this.holds(code), detail: shortened(said) };
    });
  }
}

const shortened = (text: string): string => {
  const one = text.replace(/[\p{Cc}]/gu, ' ');
  return one.length > MOST_DETAIL ? `${one.slice(0, MOST_DETAIL - 1).toWellFormed()}…` : one;
};
