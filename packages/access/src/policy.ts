import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import type { Post, Principal } from './principal.ts';
import { ROLE_NAMES, ROLES } from './roles.ts';

/** What is looked at or changed. */
export interface Resource {
  /** Department it belongs to; absent: the city as a whole. */
  readonly department?: string | null | undefined;
  /** Account of the person whose work it is. */
  readonly owner?: string | null | undefined;
}

/** A text that an auditor can read, with the name of its file. */
export interface PolicyText {
  readonly name: string;
  readonly text: string;
}

/** The rules, ready to be asked. */
export interface Policy {
  /** Actions that the schema knows, groups left out. */
  readonly actions: readonly string[];
  /** Whether a person may do this to that by one post of theirs. @throws RangeError for an action that the schema does not know */
  permits(who: Pick<Principal, 'account' | 'mfa'>, post: Post, action: string, resource: Resource): boolean;
  /** Whether the post may do this somewhere in its own scope. */
  mayAtAll(who: Pick<Principal, 'account' | 'mfa'>, post: Post, action: string): boolean;
}

/** The rules contradict their schema, or are none. */
export class PolicyFault extends Error {
  override readonly name = 'PolicyFault';
}

/** Answers are facts of their question: they are kept, and thrown away all at once where there are very many. */
const MOST_KEPT = 50_000;
let opened = 0;

/**
 * Reads Cedar policies and schemas, all files as one. What Cedar's validator finds wrong ends the service before it serves anybody.
 * @throws PolicyFault naming every fault
 */
export function openPolicy(schemas: readonly PolicyText[], policies: readonly PolicyText[]): Policy {
  const schema = schemas.map(({ text }) => text).join('\n');
  const text = policies.map((one) => one.text).join('\n');
  mustHold(cedar.checkParseSchema(schema), 'schema');
  const staticPolicies = named(text);
  const checked = cedar.validate({ schema, policies: { staticPolicies } });
  mustHold(checked, 'policies');
  if (checked.type === 'success' && checked.validationErrors.length > 0)
    throw new PolicyFault(
      checked.validationErrors.map(({ policyId, error }) => `${policyId}: ${error.message}`).join('\n'),
    );
  const id = `guidang-${++opened}`;
  mustHold(cedar.preparsePolicySet(id, { staticPolicies }), 'policies');
  const { actions, groups } = actionsOf(schema);
  const kept = new Map<string, boolean>();

  const ask = (who: Pick<Principal, 'account' | 'mfa'>, post: Post, action: string, resource: Resource): boolean => {
    if (!actions.includes(action)) throw new RangeError(`no such action: ${action}`);
    const own = resource.owner !== undefined && resource.owner !== null && resource.owner === who.account;
    const key = JSON.stringify([post.role, post.covers, action, resource.department ?? null, own, who.mfa]);
    let answer = kept.get(key);
    if (answer === undefined) {
      answer = decide(id, who, post, action, resource, groups);
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(key, answer);
    }
    return answer;
  };
  return {
    actions,
    permits: ask,
    // In its own scope: a post of a department is asked for that department, a post of the city for something of the city.
    mayAtAll: (who, post, action) => ask(who, post, action, { department: post.department }),
  };
}

function decide(
  preparsedPolicySetId: string,
  { account, mfa }: Pick<Principal, 'account' | 'mfa'>,
  post: Post,
  action: string,
  { department, owner }: Resource,
  groups: ReadonlyMap<string, readonly string[]>,
): boolean {
  const principal = { type: 'Post', id: post.id };
  const resource = { type: 'Resource', id: 'this' };
  const answer = cedar.statefulIsAuthorized({
    preparsedPolicySetId,
    principal,
    action: { type: 'Action', id: action },
    resource,
    context: { mfa },
    entities: [
      ...ROLE_ENTITIES,
      {
        uid: principal,
        attrs: { account, city: post.covers === null, departments: [...(post.covers ?? [])] },
        parents: [{ type: 'Role', id: post.role }],
      },
      {
        uid: resource,
        attrs: { ...(typeof department === 'string' && { department }), ...(typeof owner === 'string' && { owner }) },
        parents: [],
      },
      {
        uid: { type: 'Action', id: action },
        attrs: {},
        parents: (groups.get(action) ?? []).map((group) => ({ type: 'Action', id: group })),
      },
    ],
  });
  mustHold(answer, action);
  // An error in one rule is a rule that did not speak; that a rule has one is a fault of ours and said aloud.
  if (answer.type === 'success' && answer.response.diagnostics.errors.length > 0)
    throw new PolicyFault(
      answer.response.diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${error.message}`).join('\n'),
    );
  return answer.type === 'success' && answer.response.decision === 'allow';
}

const ROLE_ENTITIES = ROLE_NAMES.map((role) => ({
  uid: { type: 'Role', id: role },
  attrs: {},
  parents: ROLES[role].administrator ? [{ type: 'Role', id: 'administrators' }] : [],
}));

/** Policies under the names that `@id` gives them, so that whoever reads a diagnosis finds the rule. */
function named(text: string): Record<string, string> {
  const parts = cedar.policySetTextToParts(text);
  mustHold(parts, 'policies');
  if (parts.type === 'failure') return {};
  const ids = parts.policies.map((policy) => /@id\("([^"]+)"\)/.exec(policy)?.[1]);
  const faults = ids.flatMap((id, at) =>
    id === undefined ? [`rule ${at + 1} has no @id`] : ids.indexOf(id) === at ? [] : [`@id("${id}") stands twice`],
  );
  if (faults.length > 0) throw new PolicyFault(faults.join('\n'));
  return Object.fromEntries(parts.policies.map((policy, at) => [ids[at]!, policy]));
}

function actionsOf(schema: string): { actions: string[]; groups: Map<string, readonly string[]> } {
  const json = cedar.schemaToJson(schema);
  mustHold(json, 'schema');
  if (json.type === 'failure') return { actions: [], groups: new Map() };
  const found = Object.entries(json.json['']?.actions ?? {});
  return {
    actions: found
      .flatMap(([name, { appliesTo }]) => ((appliesTo?.principalTypes.length ?? 0) > 0 ? [name] : []))
      .sort(),
    groups: new Map(found.map(([name, { memberOf = [] }]) => [name, memberOf.map(({ id }) => id)])),
  };
}

function mustHold(answer: { type: string; errors?: readonly { message: string }[] }, what: string): void {
  if (answer.type === 'failure')
    throw new PolicyFault(`${what}: ${(answer.errors ?? []).map(({ message }) => message).join('; ')}`);
}
