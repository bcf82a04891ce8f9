import type { ReactNode } from 'react';
import { text, useSay } from '../../../app/words.ts';
import { CHOICES, FIELDS } from '../names.ts';
import type { Source } from '../shapes.ts';
import { Amount, Choice, Faults, Line } from './asked.tsx';
import { type Content, saying } from './shapes.ts';

const W = {
  above: text('沿用上级：{value}', 'as above: {value}'),
  plain: text('沿用上级', 'as above'),
  statutory: text('法定办结时限（工作日）', 'Statutory limit (working days)'),
  promised: text('承诺办结时限（工作日）', 'Promised limit (working days)'),
  years: text('保管期限（Y 永久，D 加年数）', 'Retention (Y for ever, D with years)'),
  validFrom: text('适用于此后受理的办件（不填为发布之时）', 'For cases accepted from (empty: when it is published)'),
  validHint: text('如 2026-12-01T00:00:00Z', 'e.g. 2026-12-01T00:00:00Z'),
};
const CHOSEN = ['sharing', 'openness', 'unlisted', 'suite'] as const;

/** 保管期限、共享、开放、时限 and what else is one value; beside each what counts where nothing is said. */
export function Basics({
  content,
  change,
  sources,
  forDraft,
}: {
  readonly content: Content;
  readonly change: (content: Content) => void;
  /** What the levels say, where that is known. */
  readonly sources: readonly Source[];
  readonly forDraft: boolean;
}): ReactNode {
  const say = useSay();
  const above = (field: string): string => {
    const said = sources.find((one) => one.field === field)?.said.find(({ by }) => by !== 'matter')?.value;
    if (typeof said !== 'string') return say(W.plain);
    const name = CHOICES[field]?.[said];
    return say(W.above, { value: name ? say(name) : said });
  };
  const nameOf = (field: string): string => say(FIELDS[field] ?? text(field, field));
  const limits = content.limits;
  const limit = (key: 'statutoryWorkingDays' | 'promisedWorkingDays', days: number | undefined): void => {
    const next = { statutoryWorkingDays: null, promisedWorkingDays: null, ...limits, [key]: days ?? null };
    const silent = next.statutoryWorkingDays === null && next.promisedWorkingDays === null;
    change(saying(content, 'limits', silent ? undefined : next));
  };
  return (
    <div className="form-grid">
      <Line
        label={say(W.years)}
        path="retention"
        most={4}
        hint={above('retention')}
        value={content.retention}
        change={(value) => change(saying(content, 'retention', value.toUpperCase()))}
      />
      {CHOSEN.map((field) => (
        <Choice
          key={field}
          label={nameOf(field)}
          path={field}
          value={content[field]}
          choices={CHOICES[field] ?? {}}
          above={above(field)}
          change={(value) => change(saying(content, field, value))}
        />
      ))}
      <Line
        label={nameOf('sharingTerms')}
        path="sharingTerms"
        most={500}
        hint={above('sharingTerms')}
        value={content.sharingTerms}
        change={(value) => change(saying(content, 'sharingTerms', value))}
      />
      <Amount
        label={say(W.statutory)}
        path="limits.statutoryWorkingDays"
        value={limits?.statutoryWorkingDays}
        change={(days) => limit('statutoryWorkingDays', days)}
      />
      <Amount
        label={say(W.promised)}
        path="limits.promisedWorkingDays"
        value={limits?.promisedWorkingDays}
        change={(days) => limit('promisedWorkingDays', days)}
      />
      {forDraft && (
        <Line
          label={say(W.validFrom)}
          path="validFrom"
          most={30}
          hint={say(W.validHint)}
          value={content.validFrom}
          change={(value) => change(saying(content, 'validFrom', value))}
        />
      )}
      <Faults path="" />
    </div>
  );
}
