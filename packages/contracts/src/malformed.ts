import type { z } from 'zod';

/** One fault of a record: which field, which rule, what is to be done is said by the rule. */
export interface Fault {
  /** Path of the field, e.g. `data.files[0].sha256`; empty for the record as a whole. */
  field: string;
  /** Stable code of the rule that was broken. */
  rule: string;
  /** The rule in words; never contains the value. */
  message: string;
}

/** A record that cannot be worked on as it is. Not an error of ours: it is parked with these faults. */
export class Malformed extends Error {
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    super(faults.map((f) => `${f.field || 'record'}: ${f.message}`).join('; '));
    this.name = 'Malformed';
    this.faults = faults;
  }
}

/** Faults of a zod error, at most `most` of them: paths and rules, never values. */
export function faultsOf(error: z.ZodError, most = 20): Fault[] {
  return error.issues.slice(0, most).map((issue) => ({
    field: issue.path.reduce<string>(
      (p, k) => (typeof k === 'number' ? `${p}[${k}]` : p ? `${p}.${String(k)}` : String(k)),
      '',
    ),
    rule: issue.code.toUpperCase(),
    message: issue.message.slice(0, 300),
  }));
}
