import { Button, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import type { CasePage, FindingState } from '../../../../src/api/cases.ts';
import { type Text, text, useLanguage, useSay } from '../../app/words.ts';
import { Nothing } from '../../parts/nothing.tsx';
import { reasonText } from '../../parts/reasons.ts';
import { named } from '../../parts/stages.ts';

const W = {
  none: text('还没有检测结论', 'Nothing was checked yet'),
  how: text(
    '材料收入后数秒内逐件检测，办结后整卷检测（DA/T 70-2018 四性）。',
    'Each material is checked within seconds, the whole case when it closes (DA/T 70-2018).',
  ),
  onlyCalling: text('只看需处理的', 'Only what calls for something'),
  all: text('显示全部 {n} 项', 'Show all {n}'),
  nothingCalls: text(
    '没有需要处理的检测项，{n} 项全部合格或不适用。',
    'Nothing calls for anything: all {n} passed or do not apply.',
  ),
  object: text('对象', 'Object'),
  objects: text('{n} 个对象，展开看依据', '{n} objects; open for what it rests on'),
};

export const FINDING_OUTCOMES: Readonly<Record<string, Text>> = {
  PASS: text('合格', 'pass'),
  FAIL: text('不合格', 'fail'),
  WARN: text('提示', 'warning'),
  MANUAL_REVIEW: text('待人工', 'for people'),
  NOT_APPLICABLE: text('不适用', 'not applicable'),
  NOT_RUN: text('未检测', 'not looked at'),
};
const PROPERTIES: Readonly<Record<string, Text>> = {
  authenticity: text('真实性', 'Authenticity'),
  integrity: text('完整性', 'Integrity'),
  usability: text('可用性', 'Usability'),
  security: text('安全性', 'Security'),
};
const TONES: Readonly<Record<string, string>> = {
  PASS: 'success',
  FAIL: 'error',
  WARN: 'warning',
  MANUAL_REVIEW: 'processing',
};
const CALLING = new Set(['FAIL', 'WARN', 'MANUAL_REVIEW']);

export function Findings({ page }: { readonly page: CasePage }): ReactNode {
  const say = useSay();
  const { findings } = page;
  const calling = findings.filter(({ outcome }) => CALLING.has(outcome));
  const [all, showAll] = useState(false);
  if (findings.length === 0) return <Nothing what={say(W.none)} how={say(W.how)} />;
  const shown = all ? findings : calling;
  return (
    <div className="stack">
      <div className="row">
        {Object.entries(groupCount(findings)).map(([outcome, count]) => (
          <Tag key={outcome} color={TONES[outcome] ?? 'default'}>
            {say(named(FINDING_OUTCOMES, outcome))} {count}
          </Tag>
        ))}
        <Button size="small" onClick={() => showAll(!all)}>
          {all ? say(W.onlyCalling) : say(W.all, { n: findings.length })}
        </Button>
      </div>
      {shown.length === 0 && <p className="good">{say(W.nothingCalls, { n: findings.length })}</p>}
      <ul className="findings">
        {sameOf(shown).map((group) => (
          <FindingGroup key={`${group[0]!.item}${group[0]!.outcome}${group[0]!.code}`} group={group} />
        ))}
      </ul>
    </div>
  );
}

function groupCount(findings: readonly FindingState[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of findings) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** What was found of many objects alike stands once, with all of them. */
const sameOf = (findings: readonly FindingState[]): FindingState[][] => {
  const groups = new Map<string, FindingState[]>();
  for (const one of findings) {
    const key = `${one.item} ${one.outcome} ${one.code}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
};

function FindingGroup({ group }: { readonly group: readonly FindingState[] }): ReactNode {
  const say = useSay();
  const [first] = group;
  return (
    <li>
      <FindingHead finding={first!} />
      {group.length === 1 ? (
        <Rests finding={first!} />
      ) : (
        <details>
          <summary>{say(W.objects, { n: group.length })}</summary>
          {group.map((finding) => (
            <Rests key={finding.object} finding={finding} />
          ))}
        </details>
      )}
    </li>
  );
}

/** Which item, what came of it, and what that means. */
export function FindingHead({ finding }: { readonly finding: Omit<FindingState, 'link'> }): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  return (
    <>
      <div className="row">
        <Tag color={TONES[finding.outcome] ?? 'default'}>{say(named(FINDING_OUTCOMES, finding.outcome))}</Tag>
        <strong>{language === 'zh' ? finding.itemZh : finding.itemEn}</strong>
        <span className="mono quiet">
          {finding.item} · {finding.property !== '' && say(named(PROPERTIES, finding.property))}
        </span>
      </div>
      <div>
        {say(reasonText(finding.code))} {language === 'en' && <span className="quiet">{finding.meaning}</span>}
      </div>
    </>
  );
}

/** What a finding rests on. */
export function Rests({ finding }: { readonly finding: Pick<FindingState, 'object' | 'evidence'> }): ReactNode {
  const say = useSay();
  return (
    <dl className="facts small">
      <dt>{say(W.object)}</dt>
      <dd className="mono">{finding.object}</dd>
      {Object.entries(finding.evidence).map(([name, value]) => (
        <FactPair key={name} name={name} value={Array.isArray(value) ? value.join('、') : String(value)} />
      ))}
    </dl>
  );
}

const FactPair = ({ name, value }: { readonly name: string; readonly value: string }): ReactNode => (
  <>
    <dt className="mono">{name}</dt>
    <dd className="mono">{value}</dd>
  </>
);
