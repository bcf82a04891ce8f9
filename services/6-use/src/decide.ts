import {
  type CaseIndexed,
  type CopyMade,
  type Emit,
  emit,
  GATHER,
  type Gather,
  type Park,
  park,
  READS,
  type ReceivedIndexed,
  type Rule,
  type Situation,
  type Skip,
  skip,
  type UseLink,
  type UseRefused,
  type UseRequested,
} from '@guidang/contracts';
import { copyIdOf } from './rule/copy-id.ts';
import { linkIdFor, parseInput, type UseInput } from './rule/input.ts';
import { placesOf, receivedOf } from './rule/received.ts';
import { FOUND_AGAINST, factOf, isRefusal, judge, type Refusal } from './rule/refusal.ts';
import { BLANK, type UseState } from './rule/state.ts';

export type { UseInput } from './rule/input.ts';
export type { UseState } from './rule/state.ts';
export type UseFacts = UseLink['facts'];

type Deciding = Situation<UseState, UseInput, UseFacts>;

type Considering = Pick<Deciding, 'state' | 'input' | 'scheme'>;

function consider({ state, input, scheme }: Considering): Gather | Skip | Park {
  switch (input.type) {
    case 'PackageRefused':
      return skip('PACKAGE_REFUSED');
    case 'EvidenceRenewed':
    case 'RenewalRefused':
    case 'PackageInspected':
      return skip('EVIDENCE_ONLY');
    case 'PackageTurnedAway':
      return skip('NO_CASE');
    case 'finding.resolved':
    case 'renewal.due':
    case 'package.inspected':
    case 'package.handed-in':
    case 'disposal.decided':
    case 'arrangement.adjusted':
      return skip('NOT_A_REQUEST');
    case 'CaseStored':
    case 'PackageReceived':
    case 'use.requested':
      return considerOurs({ state, input, scheme });
  }
}

/** What use answers: a case that is stored, a package from elsewhere that was received, or somebody who asks. */
function considerOurs({ state, input, scheme }: Considering): Gather | Skip | Park {
  if (state.answered.includes(linkIdFor(input)!)) return skip('DUPLICATE');
  if (input.type === 'CaseStored' && state.holding !== null)
    return park(
      'CASE_ALREADY_INDEXED',
      'case',
      'the case is stored and indexed; its archive stays as it is / 办件已入库并编入索引, 不再更改',
    );
  if (schemeOf(state, input) !== undefined && scheme === undefined)
    return park('SCHEME_UNKNOWN', 'case', 'the scheme of the case is not published / 该办件的归档方案未发布');
  return GATHER;
}

/** A scheme takes part only where its 共享类型 decides: when a department asks. */
function schemeOf({ holding }: UseState, input: UseInput) {
  if (input.type !== 'use.requested' || input.request.by.role !== 'department') return undefined;
  return holding?.index.head.scheme;
}

/** Every stored case is indexed, every request answered: with a copy, or with why there is none. */
function decide({ state, input, scheme, facts }: Deciding): Emit {
  if (input.type === 'CaseStored') return indexed(input, facts);
  if (input.type === 'PackageReceived') return receivedIndexed(input, facts);
  if (input.type !== 'use.requested') throw new Error('there is nothing to decide about this link');
  const { request } = input;
  const judged = judge(state, request, scheme);
  if (isRefusal(judged)) {
    mustBe(
      'reason' in facts && facts.reason === factOf(judged).reason,
      'a refusal that nothing had to be looked at for',
    );
    return refused(request, judged);
  }
  if ('reason' in facts) {
    const detail = FOUND_AGAINST.find((known) => known === facts.reason);
    mustBe(detail !== undefined, 'a reason that opening a file can give');
    return refused(request, { reason: 'FORMAT_HAS_NO_COPY', detail: detail! });
  }
  mustBe('copy' in facts && facts.source === judged.file.content, 'a copy of the file that was asked for');
  const { copy } = facts as CopyMade['facts'];
  const { held, matter, file } = judged;
  return emit('CopyMade', 1, {
    copyId: copyIdOf(request, file.content),
    ...asked(request),
    askedAt: request.time,
    of: { referenceCode: held.referenceCode, matter, title: file.title },
    source: file.content,
    copy,
  } satisfies CopyMade['body']);
}

function indexed({ link }: Extract<UseInput, { type: 'CaseStored' }>, facts: UseFacts): Emit {
  const { referenceCode, package: stored, copies, index } = link.body;
  mustBe(
    'words' in facts && 'files' in facts && facts.files === index.files.length,
    'an index of the files that were stored',
  );
  return emit('CaseIndexed', 1, {
    referenceCode,
    files: index.files.length,
    package: stored,
    copies: placesOf(copies),
    index,
  } satisfies CaseIndexed['body']);
}

/** The names of its files stay where the report is; what can be asked for has numbers, in the order of the report. */
function receivedIndexed({ link }: Extract<UseInput, { type: 'PackageReceived' }>, facts: UseFacts): Emit {
  mustBe('listed' in facts, 'an index of a package from elsewhere');
  const { listed } = facts as ReceivedIndexed['facts'];
  mustBe(new Set(listed.map(({ path }) => path)).size === listed.length, 'files with a number each');
  return emit('ReceivedIndexed', 1, {
    ...receivedOf(link),
    files: listed.length,
  } satisfies ReceivedIndexed['body']);
}

const refused = (request: UseRequested, { reason, detail }: Refusal): Emit =>
  emit('UseRefused', 1, { ...asked(request), reason, detail } satisfies UseRefused['body']);

const asked = ({ id, data, by }: UseRequested) => ({
  request: id,
  path: data.path,
  purpose: data.purpose,
  requester: { account: by.account, role: by.role },
});

/** What can be checked is not believed: facts that cannot have been found here are no ground for a decision. */
function mustBe(holds: boolean, what: string): void {
  if (!holds) throw new Error(`the facts are not those of this input: not ${what}`);
}

/** 利用: finds what is stored, and makes copies for a purpose. Anyone can decide again with this. */
export const useRule: Rule<UseState, UseInput, UseFacts> = {
  step: 'use',
  rules: 'use@2',
  reads: READS.use,
  parse: parseInput,
  initial: () => BLANK,
  schemeOf,
  consider,
  decide,
  evolve(state, link) {
    const own = link as unknown as UseLink;
    const answered = [...state.answered, link.id];
    if (own.type === 'CaseIndexed') return { ...state, holding: own.body, answered };
    if (own.type === 'ReceivedIndexed')
      return { ...state, received: { ...own.body, listed: own.facts.listed }, answered };
    return { ...state, answered };
  },
  feedback: () => [],
};

/** As it was before packages from elsewhere could be found: they were passed over. */
const useRule1: typeof useRule = {
  ...useRule,
  rules: 'use@1',
  consider: (considering) => (considering.input.type === 'PackageReceived' ? skip('NO_CASE') : consider(considering)),
};

/** Every version that ever wrote a link, newest first. */
export const useRules: readonly [typeof useRule, ...(typeof useRule)[]] = [useRule, useRule1];
