import type { CaseLink } from '@guidang/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingsOf } from '../src/read/findings.ts';
import { graphOf, type KeptLink } from '../src/read/link-graph.ts';
import { conditionsOf } from '../src/read/list-cases.ts';
import { captured, checked, finding, link, opened, refused } from './links.ts';

describe('what a list is narrowed by', () => {
  it('is always inside the scope, whatever else is asked for', () => {
    expect(conditionsOf({ q: 'x', department: 'B' }, ['A'])).toEqual({
      sql: 'department_uscc = ANY($1::text[]) AND text LIKE $2 AND department_uscc = $3',
      values: [['A'], '%x%', 'B'],
    });
    expect(conditionsOf({}, 'city').sql).toBe('true');
    expect(conditionsOf({}, []).values).toEqual([[]]);
  });

  it('never lets a value into the statement', () => {
    const wish = fc.record({
      q: fc.string(),
      stage: fc.string(),
      department: fc.string(),
      matter: fc.string(),
      retention: fc.string(),
    });
    fc.assert(
      fc.property(wish, (wanted) => {
        const { sql, values } = conditionsOf(wanted, ['A']);
        expect(sql).toMatch(/^[a-z_=$\d(),: ANDLIKEYtx[\].<>'{}+]*$/);
        expect(sql.match(/\$\d+/g)).toHaveLength(values.length);
      }),
    );
  });

  it('looks for what is written, not for patterns', () => {
    expect(conditionsOf({ q: '50%_\\' }, 'city').values).toEqual(['%50\\%\\_\\\\%']);
  });
});

const kept = (one: CaseLink, offset: number, sha256: string, more: object = {}): KeptLink => {
  const around = {
    decider: { rules: `${one.step}@1` },
    input: { topic: 'case.events', partition: 0, offset: 0, sha256: '' },
  };
  return {
    topic: `archive.${one.step}`,
    partition: 0,
    offset,
    sha256,
    link: Object.assign({}, around, one, more) as CaseLink,
  };
};

describe('the graph of links', () => {
  const first = kept(opened(), 0, 'a', { seq: 0, previous: null });
  const second = kept(captured(), 1, 'b', { seq: 1, previous: 'a' });
  const answer = (sha256: string) =>
    kept(checked(), 0, 'c', {
      seq: 0,
      previous: null,
      input: { topic: 'archive.capture', partition: 0, offset: 1, sha256 },
    });

  it('is whole where every link names the one before it and the one it answers', () => {
    expect(graphOf([first, second, answer('b')]).map(({ whole }) => whole)).toEqual([true, true, true]);
  });

  it.each([
    ['answers other bytes than those that lie there', [first, second, answer('x')], [true, true, false]],
    ['follows a link that is not there', [second], [false]],
    ['follows other bytes', [first, kept(captured(), 1, 'b', { seq: 1, previous: 'z' })], [true, false]],
  ])('shows where a link %s', (_name, links, whole) => {
    expect(graphOf(links as KeptLink[]).map((one) => one.whole)).toEqual(whole);
  });
});

describe('the findings of a case', () => {
  const look = (seq: number, outcome: string) =>
    kept(
      link('check', 'MaterialChecked', {
        material: 'a',
        verdict: 'passed',
        findings: [{ ...finding('X'), object: 'file:a/1', outcome }],
      }),
      ...([seq, `m${seq}`, { seq }] as const),
    );

  it('are those of the newest look, with the worst first and the item in both languages', () => {
    const found = findingsOf([kept(refused(), 2, 'r', { seq: 2 }), look(1, 'PASS'), look(0, 'FAIL')]);
    expect(found.map(({ object, outcome }) => [object, outcome])).toEqual([
      ['case', 'FAIL'],
      ['file:a/1', 'PASS'],
    ]);
    expect(found[0]).toMatchObject({ itemZh: '归档范围检测', property: 'integrity', link: 'r' });
    expect(found[0]!.meaning).toContain('required item');
  });

  it('count as people settled them', () => {
    const resolved = kept(
      link('check', 'FindingResolved', { findings: [{ ...finding('X'), outcome: 'PASS' }] }),
      3,
      's',
      { seq: 3 },
    );
    expect(findingsOf([kept(refused(), 2, 'r', { seq: 2 }), resolved]).map(({ outcome }) => outcome)).toEqual(['PASS']);
  });
});
