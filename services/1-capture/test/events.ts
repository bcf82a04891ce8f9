import { createHash } from 'node:crypto';
import { CaseEvent, type PublishedFile } from '@guidang/contracts';
import { DEPARTMENT, MATTER, SCHEME } from './scheme.ts';

export const CASE = `${MATTER}202603010001`;
export const SOURCE = 'urn:dg:ywtb';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A file that lies in the intake bucket, its digest made from its name. */
export const file = (name: string, more: Partial<PublishedFile> = {}): PublishedFile =>
  ({ name, content: `sha256:${sha256(name)}`, ...more }) as PublishedFile;

let number = 0;
/** An event of the case with an id of its own, as it comes out of its contract. */
const event = (type: string, data: object, id = `e-${++number}`): CaseEvent =>
  CaseEvent.parse({
    specversion: '1.0',
    id,
    source: SOURCE,
    type,
    version: 1,
    case: CASE,
    time: '2026-03-01T01:00:00Z',
    data,
  });

export const accepted = (changes: object = {}, id?: string): CaseEvent =>
  event(
    'case.accepted',
    {
      matter: { code: MATTER, name: SCHEME.matter.name },
      scheme: { id: SCHEME.id, version: SCHEME.version },
      department: DEPARTMENT,
      region: '441900',
      applicant: { kind: '2', reference: `commit:${sha256('applicant')}`, form: file('form.json') },
      channel: '1',
      kind: '2',
      receivedAt: '2026-03-01T00:30:00Z',
      acceptedAt: '2026-03-01T01:00:00Z',
      ...changes,
    },
    id,
  );

/** Another application form; `who` makes the commitment. */
export const reformed = (name = 'form-2.json', who = 'applicant'): CaseEvent =>
  event('case.form.replaced', {
    form: file(name),
    reference: `commit:${sha256(who)}`,
    reason: '更正表单',
  });

/** A material named by its identifier, which answers an item of the scheme. */
const material = (id: string, item: string | null, more: object = {}) => ({
  material: id,
  item,
  group: 'application',
  name: `材料 ${id}`,
  collected: 'upload',
  files: [file(`${id}.pdf`)],
  ...more,
});

export const added = (id: string, item: string | null, more: object = {}, eventId?: string): CaseEvent =>
  event('case.material.added', material(id, item, more), eventId);

export const replaced = (replaces: string, id: string, item: string | null, more: object = {}): CaseEvent =>
  event('case.material.replaced', { ...material(id, item, more), replaces, reason: '重新扫描' });

export const step = (code = 'accept'): CaseEvent =>
  event('case.step.recorded', {
    step: code,
    name: '受理',
    action: 'pass',
    state: '2',
    person: { id: 'staff-7', post: '窗口' },
    unit: { uscc: DEPARTMENT.uscc, name: DEPARTMENT.name },
    opinion: '材料齐全\n予以受理',
    startedAt: '2026-03-01T00:30:00Z',
    endedAt: '2026-03-01T01:00:00Z',
  });

export const issued = (id: string, item: string | null = 'C01', more: object = {}): CaseEvent =>
  event('case.result.issued', {
    result: {
      name: '建设工程规划许可证',
      number: '建字第441900202600001号',
      issuer: { uscc: DEPARTMENT.uscc, name: DEPARTMENT.name },
      issuedAt: '2026-03-08T08:00:00Z',
    },
    document: { ...material(id, item, more), group: 'result' },
  });

export const closed = (outcome: 'granted' | 'refused' | 'ended' = 'granted'): CaseEvent =>
  event('case.closed', { closedAt: '2026-03-09T08:00:00Z', outcome, materials: 3, files: 3, bytes: 3000 });

export const withdrawn = (): CaseEvent =>
  event('case.withdrawn', { withdrawnAt: '2026-03-02T08:00:00Z', reason: '申请人撤回' });

export const amended = (): CaseEvent =>
  event('case.amended', { amendedAt: '2026-03-10T08:00:00Z', reason: '补正缺失材料' });

export const again = (one: CaseEvent): CaseEvent => structuredClone(one);
