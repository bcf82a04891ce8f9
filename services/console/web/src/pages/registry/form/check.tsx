import { Checkbox } from 'antd';
import type { ReactNode } from 'react';
import { text, useSay } from '../../../app/words.ts';
import { Amount, Choice, Line, Rows } from './asked.tsx';
import { type Check, type ItemProfile, type Part, saying } from './shapes.ts';

const W = {
  about: text(
    '只写与规则集不同的检测项；检测项编码如 GD-1-5、GD-2-9。规则集 dat70@2 起验证文件内的签名、印章。',
    'Only items that differ from the rule set; codes are such as GD-1-5, GD-2-9. From dat70@2 on signatures and seals inside files are verified.',
  ),
  own: text('本级设定检测方案', 'this level says its own rules'),
  base: text('规则集', 'Rule set'),
  rounds: text('复检几轮后转人工', 'Rounds after which a person decides'),
  code: text('检测项编码', 'Item'),
  off: text('停用', 'off'),
  level: text('级别', 'Level'),
  mode: text('方式', 'Mode'),
  same: text('同规则集', 'as the rule set has it'),
};
const LEVELS = {
  BLOCK: text('不合格则退回', 'a failure refuses'),
  WARN: text('不合格则提示', 'a failure warns'),
  INFO: text('仅记录', 'only noted'),
};
const MODES = {
  AUTO: text('自动', 'automatic'),
  MANUAL: text('人工复核', 'by people'),
  EXTERNAL: text('外部判定', 'by others'),
};

/** 检测方案: what of the four-properties check is otherwise here. */
export function CheckRules({ content, change }: Part): ReactNode {
  const say = useSay();
  const { check } = content;
  const set = (next: Check): void => change({ ...content, check: next });
  const rows = Object.entries(check?.items ?? {}).map(([code, profile]) => ({ code, ...profile }));
  const put = (next: readonly (ItemProfile & { code: string })[]): void =>
    set(
      saying(
        check!,
        'items',
        next.length === 0 ? undefined : Object.fromEntries(next.map(({ code, ...profile }) => [code, profile])),
      ),
    );
  return (
    <div className="stack">
      <p className="quiet">{say(W.about)}</p>
      <Checkbox
        checked={check !== undefined}
        onChange={({ target }) => change(saying(content, 'check', target.checked ? { base: 'dat70@2' } : undefined))}
      >
        {say(W.own)}
      </Checkbox>
      {check && (
        <>
          <div className="form-grid">
            <Line label={say(W.base)} path="check.base" value={check.base} change={(base) => set({ ...check, base })} />
            <Amount
              label={say(W.rounds)}
              path="check.rounds"
              value={check.rounds}
              change={(rounds) => set(saying(check, 'rounds', rounds))}
            />
          </div>
          <Rows path="check.items" rows={rows} blank={{ code: '' }} change={put} titleOf={({ code }) => code}>
            {(one, edit) => (
              <>
                <Line
                  label={say(W.code)}
                  path={`check.items.${one.code}`}
                  most={30}
                  value={one.code}
                  change={(code) => edit({ ...one, code })}
                />
                <Choice
                  label={say(W.level)}
                  path={`check.items.${one.code}.level`}
                  value={one.level}
                  choices={LEVELS}
                  above={say(W.same)}
                  change={(level) => edit(saying(one, 'level', level))}
                />
                <Choice
                  label={say(W.mode)}
                  path={`check.items.${one.code}.mode`}
                  value={one.mode}
                  choices={MODES}
                  above={say(W.same)}
                  change={(mode) => edit(saying(one, 'mode', mode))}
                />
                <Checkbox
                  checked={one.off ?? false}
                  onChange={({ target }) => edit(saying(one, 'off', target.checked || undefined))}
                >
                  {say(W.off)}
                </Checkbox>
              </>
            )}
          </Rows>
        </>
      )}
    </div>
  );
}
