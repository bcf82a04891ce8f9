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

/** A rule of ours for `refine`: its stable code, and itself in words. */
export const ruled = (rule: string, error: string): { error: string; params: { rule: string } } => ({
  error,
  params: { rule },
});

/** Faults of a zod error, at most `most` of them: paths and rules, never values. */
export function faultsOf(error: z.ZodError, most = 20): Fault[] {
  return error.issues.flatMap(faultsOfIssue).slice(0, most);
}

/** A field that is not in the contract is named like any other; its name is the publisher's, so it is cut to a length that a name has. */
function faultsOfIssue(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      field: pathOf([...issue.path, key.slice(0, 60)]),
      rule: 'UNRECOGNIZED_KEYS',
      message: 'no such field in this contract / 契约中没有此字段',
    }));
  const rule = issue.code === 'custom' ? issue.params?.rule : undefined;
  return [
    {
      field: pathOf(issue.path),
      rule: typeof rule === 'string' ? rule : issue.code.toUpperCase(),
      message: issue.message.slice(0, 300),
    },
  ];
}

const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((p, k) => (typeof k === 'number' ? `${p}[${k}]` : p ? `${p}.${String(k)}` : String(k)), '');
