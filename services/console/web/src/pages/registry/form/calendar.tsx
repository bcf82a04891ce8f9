import { Checkbox } from 'antd';
import type { ReactNode } from 'react';
import { text, useSay } from '../../../app/words.ts';
import type { Base } from '../shapes.ts';
import { Several } from './asked.tsx';
import { type Calendar, type Check, saying } from './shapes.ts';

const W = {
  own: text('本地工作日历（规则集日历 {calendar} 之外）', 'days of this place (beside calendar {calendar})'),
  off: text('放假的日子（YYYY-MM-DD）', 'Days off (YYYY-MM-DD)'),
  on: text('调休上班的日子（YYYY-MM-DD）', 'Days worked in their place (YYYY-MM-DD)'),
  known: text('至此完整的年份', 'Years that are complete with these'),
  bad: text('不是日期：{which}', 'No date: {which}'),
};

const BLANK: Calendar = { off: [], on: [], known: [] };
const isDay = (word: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(word) && new Date(`${word}T00:00:00Z`).toISOString().startsWith(word);
const dayOr = (word: string): boolean => {
  try {
    return isDay(word);
  } catch {
    return false; // a month or a day that there is not
  }
};

/** 工作日历: what was not announced when the rule set was made, or is of this place alone. Promised days are counted by it. */
export function WorkingDays({
  check,
  base,
  set,
}: {
  readonly check: Check;
  readonly base: Base | undefined;
  readonly set: (check: Check) => void;
}): ReactNode {
  const say = useSay();
  const { calendar } = check;
  const put = (next: Calendar): void => set({ ...check, calendar: next });
  const wrong = [...(calendar?.off ?? []), ...(calendar?.on ?? [])].filter((day) => !dayOr(day));
  return (
    <div className="stack tight">
      <Checkbox
        checked={calendar !== undefined}
        onChange={({ target }) => set(saying(check, 'calendar', target.checked ? BLANK : undefined))}
      >
        {say(W.own, { calendar: base?.calendar ?? '' })}
      </Checkbox>
      {calendar && (
        <div className="form-grid">
          <Several
            label={say(W.off)}
            path="check.calendar.off"
            value={calendar.off}
            change={(off) => put({ ...calendar, off: [...off].sort() })}
          />
          <Several
            label={say(W.on)}
            path="check.calendar.on"
            value={calendar.on}
            change={(on) => put({ ...calendar, on: [...on].sort() })}
          />
          <Several
            label={say(W.known)}
            path="check.calendar.known"
            value={calendar.known.map(String)}
            change={(years) =>
              put({
                ...calendar,
                known: years
                  .filter((year) => /^\d{4}$/.test(year))
                  .map(Number)
                  .sort(),
              })
            }
          />
        </div>
      )}
      {wrong.length > 0 && (
        <p className="bad tight" role="alert">
          {say(W.bad, { which: wrong.join('、') })}
        </p>
      )}
    </div>
  );
}
