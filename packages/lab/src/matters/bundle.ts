import { DEPARTMENTS, type Department } from '../people/departments.ts';
import type { Matter } from './matter.ts';
import { matterCode } from './scheme.ts';

/** Departments and matters as registry takes them in: a `registry-bundle`, without schemes. */
export const bundleOf = (departments: readonly Department[], matters: readonly Matter[]): object => ({
  type: 'registry-bundle',
  version: 1,
  departments: departments.map(({ uscc, name, fonds }, position) => ({
    ...{ id: uscc, kind: 'unit', name, parent: null, fonds, position, active: true },
  })),
  defaults: [],
  templates: [],
  matters: matters.map((matter) => ({
    ...{
      code: matterCode(matter),
      name: matter.name,
      type: matter.type,
      department: DEPARTMENTS[matter.department].uscc,
    },
    ...{ applicants: [matter.applicant], kind: matter.kind, statutoryDays: matter.statutoryDays },
    ...{ promisedDays: matter.promisedDays, active: true, extra: {} },
  })),
  schemes: [],
});
