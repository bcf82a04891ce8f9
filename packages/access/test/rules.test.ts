import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  conflictIn,
  isAdministrator,
  mustBeFit,
  openPolicy,
  type Post,
  policyWith,
  ROLE_NAMES,
  type Role,
  returnTo,
  scopeOf,
  wasMultiFactor,
} from '../src/index.ts';

const role = fc.constantFrom(...ROLE_NAMES);
const post = (of: Role, covers: readonly string[] | null = null): Post => ({
  ...{ id: of, role: of, title: of, department: covers?.[0] ?? null, covers },
});

describe('separation of duties', () => {
  it.each<[Role, Role]>([
    ['system-administrator', 'security-officer'],
    ['system-administrator', 'security-auditor'],
    ['security-officer', 'security-auditor'],
    ['security-officer', 'operator'],
    ['system-administrator', 'archivist'],
    ['auditor', 'archivist'],
  ])('nobody is %s and %s', (one, other) => {
    expect(conflictIn([one, other])?.roles).toContain(one);
    expect(conflictIn([other, one])?.zh).toMatch(/三员分立/);
  });
  it('whatever is held together holds at most one administrator, and then nothing else but use', () => {
    fc.assert(
      fc.property(fc.array(role, { maxLength: 5 }), (roles) => {
        const held = new Set(roles.filter((one) => one !== 'user'));
        const apart = [...held].filter((one) => isAdministrator(one) || one === 'auditor');
        expect(conflictIn(roles) === undefined).toBe(apart.length === 0 || held.size === 1);
      }),
    );
  });
  it('is asked again at the door, with the second factor of administrators', () => {
    const fit = (roles: Role[], mfa: boolean, active = true): string => {
      try {
        mustBeFit({ active, posts: roles.map((one) => post(one)) }, mfa);
        return 'in';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(fit(['archivist', 'filer'], false)).toBe('in');
    expect(fit(['security-auditor'], false)).toBe('MFA_REQUIRED');
    expect(fit(['security-auditor'], true)).toBe('in');
    expect(fit(['security-auditor', 'archivist'], true)).toBe('ROLE_CONFLICT');
    expect(fit(['archivist'], true, false)).toBe('DISABLED');
  });
});

describe('more than one factor', () => {
  it.each<[string, Parameters<typeof wasMultiFactor>[0], boolean]>([
    ['is what the provider calls so', { amr: ['pwd', 'mfa'] }, true],
    ['is a password and something one has', { amr: ['pwd', 'otp'] }, true],
    ['is a context class that we were told of', { acr: 'gold' }, true],
    ['is not a password twice', { amr: ['pwd', 'pwd'] }, false],
    ['is not something one has alone', { amr: ['otp'] }, false],
    ['is not another context class', { acr: 'silver' }, false],
    ['is not what nobody says', {}, false],
  ])('%s', (_, how, expected) => {
    expect(wasMultiFactor(how, ['gold'])).toBe(expected);
  });
});

describe('where one goes after signing in', () => {
  it.each([
    ['/drafts?x=1#top', '/drafts?x=1#top'],
    [undefined, '/'],
    ['', '/'],
    ['https://evil.example', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['javascript:alert(1)', '/'],
    [' /x', '/'],
    [`/${'x'.repeat(600)}`, '/'],
  ])('%s leads to %s', (wanted, expected) => {
    expect(returnTo(wanted)).toBe(expected);
  });
  it('is never another site', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (tail) => {
        for (const wanted of [tail, `/${tail}`, `//${tail}`, `/\\${tail}`])
          expect(new URL(returnTo(wanted), 'https://here.example').origin).toBe('https://here.example');
      }),
      { numRuns: 500 },
    );
  });
});

describe('a scope', () => {
  it('is all that the posts cover together', () => {
    expect(scopeOf([post('filer', ['b']), post('reviewer', ['a', 'b'])])).toEqual(['a', 'b']);
    expect(scopeOf([post('filer', ['b']), post('archivist')])).toBe('city');
    expect(scopeOf([])).toEqual([]);
  });
});

describe('the rules that hold everywhere', () => {
  const policy = policyWith();
  const who = { account: 'me', mfa: true };
  it('permit nothing that no rule permits', () => {
    fc.assert(
      fc.property(role, fc.constantFrom(...policy.actions), fc.boolean(), (one, action, mfa) => {
        const may = policy.permits({ account: 'me', mfa }, post(one), action, {});
        if (one === 'user' || one === 'archivist' || one === 'filer') expect(may).toBe(false);
        if (isAdministrator(one) && !mfa) expect(may).toBe(false);
      }),
    );
  });
  it.each<[Role, boolean]>([
    ['auditor', true],
    ['security-auditor', true],
    ['archivist', false],
  ])(
    'let the %s of the whole city verify an operation log: %s; one of a department none, whose log is of everybody',
    (one, may) => {
      for (const action of ['log.read', 'log.verify']) {
        expect(policy.mayAtAll(who, post(one), action)).toBe(may);
        expect(policy.mayAtAll(who, post(one, ['a']), action)).toBe(false);
      }
    },
  );
  it('say of an action that they do not know it', () => {
    expect(() => policy.permits(who, post('archivist'), 'no.such', {})).toThrow(RangeError);
  });
  it.each([
    ['a rule without a name', 'permit (principal, action, resource);', /no @id/],
    [
      'a name twice',
      '@id("a") permit (principal, action, resource); @id("a") forbid (principal, action, resource);',
      /twice/,
    ],
    [
      'a rule about something that there is not',
      '@id("a") permit (principal, action, resource) when { principal.colour == "red" };',
      /colour/,
    ],
    ['no rule at all', 'permit this', /policies/],
  ])('refuse to begin with %s', (_, text, message) => {
    const schema = {
      name: 's',
      text: 'entity Role; entity Post in [Role]; entity Resource; action "x" appliesTo { principal: [Post], resource: [Resource], context: {} };',
    };
    expect(() => openPolicy([schema], [{ name: 'p', text }])).toThrow(message);
  });
});
