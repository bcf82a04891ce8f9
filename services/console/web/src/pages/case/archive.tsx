import type { ReactNode } from 'react';
import type { CasePage } from '../../../../src/api/cases.ts';
import { type Text, text, useSay } from '../../app/words.ts';
import { List } from '../../parts/list.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { reasonText } from '../../parts/reasons.ts';
import { named, retentionText } from '../../parts/stages.ts';
import { shownDay, Time } from '../../parts/time.tsx';
import { Decided } from './decided.tsx';
import { sizeText } from './materials.tsx';
import { Proof } from './proof.tsx';

const W = {
  package: text('归档信息包', 'Package'),
  noPackage: text('尚未组包', 'Not packaged yet'),
  noPackageHow: text(
    '办件办结、检测通过并固化后，自动生成归档信息包并给定档号。',
    'It is made and given its code once the case is closed, checked and sealed.',
  ),
  code: text('档号', 'Reference code'),
  retention: text('保管期限', 'Retention'),
  until: text('至 {day}', 'until {day}'),
  content: text('内容摘要（SHA-256）', 'SHA-256'),
  size: text('大小', 'Size'),
  files: text('文件数', 'Files'),
  suite: text('证据算法', 'Evidence'),
  stampedBy: text('时间戳', 'Timestamp by'),
  manifest: text('清单', 'Manifest'),
  copies: text('馆藏副本', 'Copies in store'),
  place: text('存储地', 'Place'),
  locked: text('锁定至', 'Locked until'),
  readBack: text('读回摘要', 'Digest as read back'),
  at: text('位置', 'Where'),
  uses: text('利用记录', 'Uses'),
  noUses: text('还没有利用', 'Nobody has asked for it yet'),
  noUsesHow: text('查阅、复制、调用均在此留痕，并写入链节。', 'Every use is written here and in the chain.'),
  time: text('时间', 'Time'),
  who: text('利用者', 'Who'),
  purpose: text('目的', 'Purpose'),
  what: text('材料', 'Material'),
  result: text('结果', 'Result'),
  made: text('已制作副本（{pages} 页）', 'copy made ({pages} pages)'),
};

const SUITES: Readonly<Record<string, Text>> = {
  international: text('SHA-256 与 ES256/EdDSA', 'SHA-256 with ES256/EdDSA'),
  national: text('SM3 与 SM2', 'SM3 with SM2'),
  both: text('SHA-256、SM3 双套', 'SHA-256 and SM3, both'),
};
const ROLES: Readonly<Record<string, Text>> = {
  citizen: text('公民', 'citizen'),
  department: text('部门', 'department'),
  archivist: text('档案员', 'archivist'),
};

/** What became of the case: its package, where it lies, who used it. */
export function Archive({ page }: { readonly page: CasePage }): ReactNode {
  const say = useSay();
  const made = page.package;
  return (
    <div className="stack">
      <section className="panel">
        <h2>{say(W.package)}</h2>
        {made === null ? (
          <Nothing what={say(W.noPackage)} how={say(W.noPackageHow)} />
        ) : (
          <dl className="facts">
            <dt>{say(W.code)}</dt>
            <dd>
              <strong>{made.referenceCode}</strong>
            </dd>
            <dt>{say(W.retention)}</dt>
            <dd>
              {page.retention !== null && say(retentionText(page.retention))}{' '}
              {page.retainUntil !== null && say(W.until, { day: shownDay(page.retainUntil) })}
            </dd>
            <dt>{say(W.content)}</dt>
            <dd className="mono">{made.content}</dd>
            <dt>SM3</dt>
            <dd className="mono">{made.sm3}</dd>
            <dt>{say(W.size)}</dt>
            <dd>
              {sizeText(made.size)} · {say(W.files)} {made.files}
            </dd>
            <dt>{say(W.suite)}</dt>
            <dd>{made.suite !== null && say(named(SUITES, made.suite))}</dd>
            <dt>{say(W.stampedBy)}</dt>
            <dd>{made.stampedBy ?? '—'}</dd>
            <dt>{say(W.manifest)}</dt>
            <dd className="mono">{made.manifest ?? '—'}</dd>
          </dl>
        )}
      </section>
      <Proof number={page.case} />
      {page.copies.length > 0 && (
        <section className="panel">
          <h2>{say(W.copies)}</h2>
          <List
            caption={say(W.copies)}
            rows={page.copies}
            keyOf={({ place }) => place}
            columns={[
              { title: say(W.place), cell: (row) => row.place },
              { title: say(W.locked), cell: (row) => <Time at={row.lockedUntil} /> },
              { title: say(W.readBack), cell: (row) => <span className="mono">{row.sha256}</span> },
              {
                title: say(W.at),
                cell: (row) => <span className="mono">{`${row.bucket}/${row.key} (${row.versionId})`}</span>,
              },
            ]}
          />
        </section>
      )}
      {page.decided.length > 0 && <Decided page={page} />}
      <section className="panel">
        <h2>{say(W.uses)}</h2>
        {page.uses.length === 0 ? (
          <Nothing what={say(W.noUses)} how={say(W.noUsesHow)} />
        ) : (
          <List
            caption={say(W.uses)}
            rows={page.uses}
            keyOf={({ at, account }) => `${at}${account}`}
            columns={[
              { title: say(W.time), cell: (row) => <Time at={row.at} /> },
              { title: say(W.who), cell: (row) => `${row.account} · ${say(named(ROLES, row.role))}` },
              { title: say(W.purpose), cell: (row) => row.purpose },
              { title: say(W.what), cell: (row) => row.title ?? '—' },
              {
                title: say(W.result),
                cell: (row) =>
                  row.result === 'made' ? say(W.made, { pages: row.pages ?? 0 }) : say(reasonText(row.result)),
              },
            ]}
          />
        )}
      </section>
    </div>
  );
}
