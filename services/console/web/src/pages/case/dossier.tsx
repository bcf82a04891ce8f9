import { Alert, Tag } from 'antd';
import type { ReactNode } from 'react';
import type { CasePage } from '../../../../src/api/cases.ts';
import { text, useSay } from '../../app/words.ts';
import { named, WAITS_FOR } from '../../parts/stages.ts';
import { Since } from '../../parts/time.tsx';

const W = {
  scope: text('归档范围', 'What has to be archived'),
  noScheme: text(
    '暂时读不到归档方案 {id}（第 {version} 版），以下只列已收材料。',
    'Scheme {id} (version {version}) cannot be read just now; captured materials alone are shown.',
  ),
  missing: text('缺 {n} 项材料', '{n} materials are missing'),
  since: text('已缺', 'since'),
  waits: text('等待：{whom}', 'Waits for {whom}'),
  have: text('已收', 'have'),
  lack: text('缺', 'missing'),
  later: text('未收', 'not yet'),
  always: text('必备', 'required'),
  granted: text('准予时必备', 'required if granted'),
  optional: text('可选', 'optional'),
};

/** The dossier as it fills: every item of the scheme with what answers it. */
export function Dossier({ page }: { readonly page: CasePage }): ReactNode {
  const say = useSay();
  const { items, missing, missingSince, scheme } = page;
  const nameOf = (code: string): string => items?.find((item) => item.code === code)?.name ?? code;
  return (
    <section className="panel">
      <h2>
        {say(W.scope)}
        <small className="quiet mono">{`${scheme.id}@${scheme.version}`}</small>
      </h2>
      {missing.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={say(W.missing, { n: missing.length })}
          description={
            <>
              <ul>
                {missing.map((code) => (
                  <li key={code}>{nameOf(code)}</li>
                ))}
              </ul>
              {say(W.since)} <Since at={missingSince} /> ·{' '}
              {say(W.waits, { whom: say(named(WAITS_FOR, page.waitsFor)) })}
            </>
          }
        />
      )}
      {items === null && <p className="quiet">{say(W.noScheme, scheme)}</p>}
      <ul className="items">
        {(items ?? []).map((item) => (
          <li key={item.code}>
            <Tag color={item.answered ? 'success' : item.missing ? 'error' : 'default'}>
              {say(item.answered ? W.have : item.missing ? W.lack : W.later)}
            </Tag>
            <span>{item.name}</span>
            <small className="quiet">
              {say(item.required === 'always' ? W.always : item.required === 'granted' ? W.granted : W.optional)}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
