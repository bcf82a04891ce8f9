import { type CopyMade, Malformed, type RawRecord, type UseRefused, type UseRequested } from '@guidang/contracts';
import { FORMATS } from '@guidang/formats';
import { blank } from '@guidang/stream';
import { describe, expect, it } from 'vitest';
import { type UseFacts, useRule } from '../src/decide.ts';
import { copyIdOf } from '../src/rule/copy-id.ts';
import { COPYABLE, MOST_SOURCE_BYTES } from '../src/rule/copyable.ts';
import { FOUND_AGAINST } from '../src/rule/refusal.ts';
import { body, Chain, type Took } from './chain.ts';
import { bookWith, requested, requestRecord, storedAs, storedCase } from './stored.ts';

const one = await storedCase({
  specimens: [
    { name: 'permit.pdf', format: 'pdf', puid: 'fmt/477', bytes: Buffer.from('%PDF') },
    { name: 'minutes.docx', format: 'docx', puid: 'fmt/412', bytes: Buffer.from('docx') },
    { name: 'nobody-knows.bin', format: 'unknown', puid: null, bytes: Buffer.from('?') },
  ],
});
const CASE = one.link.case;
const { index, referenceCode } = one.link.body;
const fileOf = (name: string) => index.files.find(({ path }) => path.endsWith(name))!;
const PERMIT = fileOf('1.pdf');
const APPLICANT = index.head.applicant.reference;

const indexFacts: UseFacts = { words: 120, files: index.files.length, cutter: 'jieba@2.0.3+1', unread: [] };
const copyFacts = (more: Partial<CopyMade['facts']> = {}): CopyMade['facts'] => ({
  copy: { content: `sha256:${'ab'.repeat(32)}`, sm3: 'cd'.repeat(32), size: 1234 },
  source: PERMIT.content,
  pages: 2,
  how: 'kept',
  ...more,
});

/** A case that is indexed, or not yet. */
function given(
  stored: boolean,
  book = bookWith(),
): { chain: Chain; when(request: UseRequested, facts: UseFacts): Took } {
  const chain = new Chain(CASE, book);
  if (stored) body(chain.take(one.record, indexFacts), 'CaseIndexed');
  return { chain, when: (request, facts) => chain.take(requestRecord(request), facts) };
}
const refusal = (took: Took): Pick<UseRefused['body'], 'reason' | 'detail'> => {
  const { reason, detail } = body(took, 'UseRefused');
  return { reason, detail };
};

describe('a stored case', () => {
  it('is indexed, and the link carries all that later requests are judged by', () => {
    const { chain } = given(true);
    const { copies, package: stored } = one.link.body;
    expect(chain.links[0]!.body).toEqual({
      referenceCode,
      files: index.files.length,
      package: stored,
      copies: copies.map(({ place, bucket, key, versionId }) => ({ place, bucket, key, versionId })),
      index,
    });
    expect(chain.memory.state.holding).toEqual(chain.links[0]!.body);
  });

  it('that comes again is known; another storing of it is put aside', () => {
    const { chain } = given(true);
    expect(chain.take(one.record, indexFacts)).toEqual({ do: 'skip', reason: 'DUPLICATE' });
    const again = storedAs({ ...one.link, id: `store-${'9'.repeat(32)}` });
    expect(chain.take(again.record, indexFacts)).toMatchObject({ do: 'park', reason: 'CASE_ALREADY_INDEXED' });
  });

  it('whose package was refused is nothing to use', () => {
    const link = {
      ...one.link,
      type: 'PackageRefused',
      facts: { ...one.link.facts, copies: [], lockUntil: null },
      body: {
        referenceCode,
        package: one.link.body.package.content,
        failed: [{ check: 'PACKAGE_DIGEST', ok: false, detail: 'x' }],
      },
    };
    const value = Buffer.from(JSON.stringify(link));
    expect(new Chain(CASE).take({ ...one.record, value }, indexFacts)).toEqual({
      do: 'skip',
      reason: 'PACKAGE_REFUSED',
    });
  });

  it('whose evidence was renewed, or has to be, is used as it was', () => {
    const renewal = {
      ...{ request: 'renewal-1', referenceCode, suite: 'international', renews: 'ab'.repeat(32), kind: 'timestamp' },
      ...{ code: 'RECORD_EXPIRED', detail: 'x' },
    };
    const facts = { code: 'RECORD_EXPIRED', detail: 'x' };
    const link = { ...one.link, type: 'RenewalRefused', facts, body: renewal };
    const { chain } = given(true);
    expect(chain.take({ ...one.record, value: Buffer.from(JSON.stringify(link)) }, indexFacts)).toEqual({
      do: 'skip',
      reason: 'EVIDENCE_ONLY',
    });
    const asked = requestRecord(requested(CASE, PERMIT.path));
    const due = { ...asked, value: Buffer.from(JSON.stringify({ type: 'renewal.due', case: CASE })) };
    expect(chain.take(due, indexFacts)).toEqual({ do: 'skip', reason: 'NOT_A_REQUEST' });
  });

  it('is not decided about by facts of another index', () => {
    const chain = new Chain(CASE);
    expect(() => chain.take(one.record, { ...indexFacts, files: 1 } as UseFacts)).toThrow('not an index of the files');
    expect(() => chain.take(one.record, copyFacts())).toThrow('not an index of the files');
    expect(() => chain.take(one.record, { reason: 'RIGHTS' })).toThrow('not an index of the files');
  });

  it('is put aside where its index is of another case', () => {
    const other = storedAs({
      ...one.link,
      body: { ...one.link.body, index: { ...index, head: { ...index.head, case: 'OTHER-0001' } } },
    });
    expect(faultsOf(other.record)).toEqual([['body.index.head.case', 'OTHER_CASE']]);
  });
});

describe('a request', () => {
  it('that is granted ends in a copy, which says of what, what for, for whom and when', () => {
    const { when } = given(true);
    const request = requested(CASE, PERMIT.path);
    expect(body(when(request, copyFacts()), 'CopyMade')).toEqual({
      copyId: copyIdOf(request, PERMIT.content),
      request: request.id,
      path: PERMIT.path,
      purpose: '办理银行贷款',
      requester: { account: 'archivist-07', role: 'archivist' },
      askedAt: request.time,
      of: { referenceCode, matter: index.head.matter.name, title: PERMIT.title },
      source: PERMIT.content,
      copy: copyFacts().copy,
    });
  });

  it('for a case that is not stored, or not known at all, is answered', () => {
    const { when, chain } = given(false);
    expect(refusal(when(requested(CASE, PERMIT.path), { reason: 'CASE_NOT_STORED' }))).toEqual({
      reason: 'CASE_NOT_STORED',
      detail: null,
    });
    body(chain.take(one.record, indexFacts), 'CaseIndexed');
    body(when(requested(CASE, PERMIT.path), copyFacts()), 'CopyMade');
  });

  it('with the same id is asked once, whether it was granted or refused; the state keeps no ids', () => {
    const { when, chain } = given(true);
    const granted = requested(CASE, PERMIT.path, { id: 'granted-request-1' });
    const refused = requested(CASE, 'data/nowhere.pdf', { id: 'refused-request-1' });
    body(when(granted, copyFacts()), 'CopyMade');
    body(when(refused, { reason: 'NO_SUCH_FILE' }), 'UseRefused');
    for (const request of [granted, refused])
      expect(when({ ...request, data: { ...request.data, purpose: '别的' } }, copyFacts())).toEqual({
        do: 'skip',
        reason: 'DUPLICATE',
      });
    expect(JSON.stringify(chain.memory.state)).not.toMatch(/granted-request-1|refused-request-1/);
  });

  it('with the id of the link that stored the case is still another thing', () => {
    const { when } = given(true);
    body(when(requested(CASE, PERMIT.path, { id: one.link.id }), copyFacts()), 'CopyMade');
  });

  it('for the same bytes has the same number for ever, and another request another one', () => {
    const request = requested('T-CASE-1', 'x', { id: 'request-a' });
    expect(copyIdOf(request, `sha256:${'0'.repeat(64)}`)).toBe('837990406a08fc735c0abf2a231098f9');
    const ids = [
      copyIdOf(request, `sha256:${'0'.repeat(64)}`),
      copyIdOf({ ...request, id: 'request-b' }, `sha256:${'0'.repeat(64)}`),
      copyIdOf({ ...request, case: 'T-CASE-2' }, `sha256:${'0'.repeat(64)}`),
      copyIdOf(request, `sha256:${'1'.repeat(64)}`),
    ];
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('rights', () => {
  const ask = (by: Partial<UseRequested['by']>, sharing?: 'unconditional' | 'conditional' | 'none'): Took => {
    const { when } = given(true, bookWith(sharing));
    const request = requested(CASE, PERMIT.path, { by });
    try {
      return when(request, copyFacts());
    } catch {
      return when(request, { reason: 'RIGHTS' });
    }
  };
  const OTHER = `commit:${'0'.repeat(64)}`;

  it.each([
    ['an archivist', { role: 'archivist' }, 'none', 'CopyMade'],
    ['an archivist with a subject of somebody else', { role: 'archivist', subject: OTHER }, 'none', 'CopyMade'],
    ['a department, of what is shared unconditionally', { role: 'department' }, 'unconditional', 'CopyMade'],
    ['a department, of what is shared conditionally', { role: 'department' }, 'conditional', 'CopyMade'],
    ['a department, of what is not shared', { role: 'department' }, 'none', 'UseRefused'],
    ['a department that calls itself the applicant', { role: 'department', subject: APPLICANT }, 'none', 'UseRefused'],
    ['the applicant', { role: 'citizen', subject: APPLICANT }, 'none', 'CopyMade'],
    ['another citizen', { role: 'citizen', subject: OTHER }, 'unconditional', 'UseRefused'],
    ['a citizen who does not say who they are', { role: 'citizen' }, 'unconditional', 'UseRefused'],
  ] as const)('%s', (_, by, sharing, type) => {
    const took = ask(by, sharing);
    expect(took).toMatchObject({ do: 'emit', link: { type } });
    if (type === 'UseRefused') expect(refusal(took)).toEqual({ reason: 'RIGHTS', detail: null });
  });

  it('come before the file: whoever has none does not learn what is there', () => {
    const { when } = given(true);
    const request = requested(CASE, 'data/no-such-file', { by: { role: 'citizen', subject: OTHER } });
    expect(refusal(when(request, { reason: 'RIGHTS' }))).toEqual({ reason: 'RIGHTS', detail: null });
  });

  it('of a department are not decided while the scheme is not published', () => {
    const { chain } = given(true);
    const state = chain.memory.state;
    const input = useRule.parse(requestRecord(requested(CASE, PERMIT.path, { by: { role: 'department' } })));
    expect(useRule.consider({ state, input: input.value, scheme: undefined })).toMatchObject({
      reason: 'SCHEME_UNKNOWN',
    });
    // Nobody else waits for it, and it stands in no link it took no part in.
    const archivist = useRule.parse(requestRecord(requested(CASE, PERMIT.path))).value;
    expect(useRule.schemeOf(state, archivist)).toBeUndefined();
  });
});

describe('a file', () => {
  it.each([
    ['is not in the package', 'data/申请材料/9999_没有.pdf', { reason: 'NO_SUCH_FILE', detail: null }],
    ['lies outside the index, as the form does', 'data/表单.json', { reason: 'NO_SUCH_FILE', detail: null }],
    ['has a format without pictures', fileOf('2.docx').path, { reason: 'FORMAT_HAS_NO_COPY', detail: null }],
    ['has a format nobody knows', fileOf('3.bin').path, { reason: 'FORMAT_HAS_NO_COPY', detail: null }],
  ])('that %s has no copy', (_, path, expected) => {
    const { when } = given(true);
    expect(refusal(when(requested(CASE, path), { reason: expected.reason }))).toEqual(expected);
  });

  it('that is too large has no copy, and nobody opens it to see that', () => {
    const files = index.files.map((file) => ({ ...file, size: MOST_SOURCE_BYTES + 1 }));
    const large = storedAs({ ...one.link, body: { ...one.link.body, index: { ...index, files } } });
    const chain = new Chain(CASE);
    body(chain.take(large.record, indexFacts), 'CaseIndexed');
    const took = chain.take(requestRecord(requested(CASE, PERMIT.path)), { reason: 'TOO_LARGE' });
    expect(refusal(took)).toEqual({ reason: 'FORMAT_HAS_NO_COPY', detail: 'TOO_LARGE' });
  });

  it.each(FOUND_AGAINST)('that turned out to be %s has no copy', (detail) => {
    const { when } = given(true);
    expect(refusal(when(requested(CASE, PERMIT.path), { reason: detail }))).toEqual({
      reason: 'FORMAT_HAS_NO_COPY',
      detail,
    });
  });

  it('has a copy by the formats that are told apart here, and by no other', () => {
    const families = new Map(FORMATS.flatMap(({ puid, family }) => (puid === null ? [] : [[puid, family] as const])));
    for (const [puid, kind] of COPYABLE)
      expect([puid, kind]).toEqual([puid, families.get(puid) === 'pdf' ? 'pdf' : 'image']);
    const pictured = ['pdf', 'jpeg', 'png', 'tiff', 'gif', 'webp'];
    const expected = [...families].filter(([, family]) => pictured.includes(family)).map(([puid]) => puid);
    expect([...COPYABLE.keys()].sort()).toEqual(expected.sort());
  });
});

describe('facts that cannot have been found here', () => {
  const granted = requested(CASE, PERMIT.path);
  it.each([
    ['a copy of another file', granted, copyFacts({ source: fileOf('2.docx').content })],
    ['a refusal for a reason that no file gives', granted, { reason: 'RIGHTS' }],
    ['a refusal for a reason nobody knows', granted, { reason: 'BECAUSE' }],
    ['an index', granted, indexFacts],
    ['a copy for a request without rights', requested(CASE, PERMIT.path, { by: { role: 'citizen' } }), copyFacts()],
    ['another refusal than that of the rule', requested(CASE, 'data/x', {}), { reason: 'FORMAT_HAS_NO_COPY' }],
  ])('are no ground for a decision: %s', (_, request, facts) => {
    const { when } = given(true);
    expect(() => when(request, facts)).toThrow('the facts are not those of this input');
  });
});

describe('a record of case.decisions', () => {
  const good = requested(CASE, PERMIT.path);
  const changed = (change: object): RawRecord => requestRecord({ ...good, ...change });
  const data = (change: object) => changed({ data: { ...good.data, ...change } });
  it.each([
    ['says when it will be asked', changed({ time: '2026-03-20T08:20:00Z' }), [['time', 'IN_THE_FUTURE']]],
    [
      'names a case that is not its key',
      requestRecord(good, { key: Buffer.from('OTHER-1') }),
      [['case', 'KEY_MISMATCH']],
    ],
    ['holds an ID number', data({ purpose: '为11010519491231002X办理贷款' }), [['data.purpose', 'PERSONAL_ID_NUMBER']]],
    ['holds a phone number', data({ purpose: '联系13800138000' }), [['data.purpose', 'PERSONAL_PHONE']]],
    ['has no purpose', data({ purpose: ' \n' }), [['data.purpose', 'PURPOSE_MISSING']]],
    ['has control characters', data({ purpose: '贷款\u0007' }), [['data.purpose', 'CONTROL_CHARACTER']]],
    ['is of no known type', changed({ type: 'use.granted' }), [['type', 'INVALID_UNION']]],
    ['has a field too many', changed({ granted: true }), [['granted', 'UNRECOGNIZED_KEYS']]],
    ['has a short id', changed({ id: 'short' }), [['id', 'INVALID_FORMAT']]],
    ['comes from a role nobody has', changed({ by: { account: 'x', role: 'mayor' } }), [['by.role', 'INVALID_VALUE']]],
  ])('is put aside where it %s', (_, record, faults) => {
    expect(faultsOf(record)).toEqual(faults);
  });

  it('is taken where its clock is a little ahead', () => {
    expect(useRule.parse(changed({ time: '2026-03-20T08:09:00Z' })).value).toMatchObject({ type: 'use.requested' });
  });

  it('begins nothing by itself', () => {
    expect(blank(useRule, CASE).state).toEqual({ holding: null, answered: [] });
  });
});

function faultsOf(record: RawRecord): [field: string, rule: string][] {
  try {
    useRule.parse(record);
  } catch (error) {
    if (error instanceof Malformed) return error.faults.map(({ field, rule }) => [field, rule]);
    throw error;
  }
  return [];
}
