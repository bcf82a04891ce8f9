import type { CaseLink } from '@guidang/contracts';

export const CASE = '445200202601010001';
export const USCC = '11440000000000000A';

export const head = {
  case: CASE,
  source: 'test/system',
  matter: { code: '114400000000000004000000000000001', name: '道路货物运输经营许可' },
  scheme: { id: 'transport', version: 1 },
  department: { uscc: USCC, name: '交通运输局', fonds: 'J001' },
  region: '441900',
  applicant: { kind: '1', reference: 'sha256:00' },
  channel: '1',
  kind: '2',
  receivedAt: '2026-01-05T01:00:00Z',
  acceptedAt: '2026-01-05T01:00:00Z',
  promisedAt: null,
  submission: null,
};

export const file = (name: string, size = 10) => ({
  ...{ name, content: `sha256:${name.padEnd(64, '0')}`, sm3: '', size, puid: 'fmt/95', format: 'pdf', pages: 1 },
});

export const material = (id: string, ...names: string[]) => ({
  ...{ material: id, item: id, group: 'application', name: `材料${id}`, collected: 'upload', confirmed: null },
  ...{ files: names.map((name) => file(name)), countersignature: null },
});

export const closing = { closedAt: '2025-12-31T16:30:00Z', outcome: 'granted', materials: 1, files: 1, bytes: 10 };
export const dossier = { head, form: null, materials: [], superseded: [], steps: [], results: [], closing };

let minute = 0;
/** A link as far as the read model looks at it; each is a minute younger than the one before. */
export const link = (step: string, type: string, body: object, facts: object = {}): CaseLink =>
  ({
    ...{ id: `${step}-${minute}`, case: CASE, step, seq: 0, previous: null, type, version: 1, facts, body },
    time: new Date(Date.UTC(2026, 0, 6, 0, minute++)).toISOString().replace('.000', ''),
  }) as unknown as CaseLink;

export const opened = (missing: string[] = []) =>
  link('capture', 'CaseOpened', { head, form: file('form.json'), refused: [], missing });
export const captured = (round = 1) =>
  link('capture', 'CaseCaptured', { round, complete: true, missing: [], dossier, chain: {} });
export const finding = (code: string) => ({
  ...{ item: 'GD-2-9', outcome: 'FAIL', level: 'BLOCK', object: 'case', code, evidence: {} },
});
export const refused = (round = 1, open: object[] = []) =>
  link('check', 'CaseRefused', {
    ...{ round, dossier, findings: [finding('REQUIRED_MISSING')], counts: { FAIL: 1, PASS: 30 }, open },
  });
export const checked = (round = 1) =>
  link('check', 'CaseChecked', { round, dossier, findings: [], counts: { PASS: 31 } });
export const inspected = (outcome: string) =>
  link('store', 'PackageInspected', {
    ...{ request: 'inspection-1', referenceCode: 'x', outcome, damaged: outcome === 'damaged' ? ['b'] : [] },
    inspection: {
      ...{ package: 'sha256:p', rules: 'sha256:r', counts: { PASS: 20, FAIL: 1 } },
      copies: [
        { place: 'a', state: 'intact', found: 'p' },
        { place: 'b', state: outcome === 'damaged' ? 'changed' : 'intact', found: 'q' },
      ],
      findings: [{ ...finding('INFECTED'), item: 'CQ-LOCAL-VIRUS' }],
    },
  });
