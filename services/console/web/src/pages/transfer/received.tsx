import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import type { ReactNode } from 'react';
import type { ReceivedList, ReceivedRow } from '../../../../src/api/received.ts';
import { ask } from '../../app/ask.ts';
import { useSearchValues } from '../../app/search-values.ts';
import { type Text, text, useLanguage, useSay } from '../../app/words.ts';
import { bytesText } from '../../parts/bytes-text.ts';
import { ErrorBox } from '../../parts/error-box.tsx';
import { List } from '../../parts/list.tsx';
import { LOOKS } from '../../parts/looks.ts';
import { Nothing } from '../../parts/nothing.tsx';
import { reasonText } from '../../parts/reasons.ts';
import { retentionText } from '../../parts/stages.ts';
import { Time } from '../../parts/time.tsx';
import { Waiting } from '../../parts/waiting.tsx';

const W = {
  intro: text(
    '其他系统或档案机构移交来的信息包，按移交接收的检测项逐件检测；合格的入库，不合格的连同全部问题退回。',
    'Packages from other systems and archives are judged by the items of transfer: those that pass are stored, the others are turned away with all that was found.',
  ),
  xlsx: text('导出 XLSX', 'Export XLSX'),
  pdf: text('打印移交与接收登记表 PDF', 'Print the register of transfer (PDF)'),
  counted: text('已接收 {received} 个，退回 {away} 个', '{received} received, {away} turned away'),
  caption: text('外来档案', 'Packages from elsewhere'),
  number: text('接收登记号', 'Number'),
  outcome: text('结论', 'Outcome'),
  sender: text('移交单位', 'Sender'),
  items: text('件/文件', 'Items/files'),
  size: text('大小', 'Size'),
  retention: text('保管期限', 'Retention'),
  by: text('接收人', 'By'),
  at: text('时间', 'When'),
  findings: text('检测发现', 'Findings'),
  look: text('最近检测', 'Last look'),
  notYet: text('入库后未检', 'not since it was stored'),
  settled: text('已确认：{why}', 'settled: {why}'),
  none: text('还没有外来档案', 'Nothing has come from elsewhere'),
  how: text(
    '由档案管理员以接收命令检测并移交入库（docs/four-properties.md），无论接收或退回都记在这里。',
    'An archivist judges and hands a package in by the command of store (docs/four-properties.md); received or turned away, it stands here.',
  ),
  city: text(
    '外来档案不属于任何部门，全市岗位可见。',
    'They belong to no department: posts of the whole city see them.',
  ),
};
const OUTCOMES: Readonly<Record<ReceivedRow['outcome'], readonly [Text, 'success' | 'error' | 'warning']>> = {
  received: [text('已接收入库', 'Received'), 'success'],
  FAILED: [text('检测不合格，退回', 'Turned away: an item failed'), 'error'],
  LEFT_TO_PEOPLE: [text('待确认项未确认，退回', 'Turned away: left to people'), 'warning'],
  OTHER_BYTES: [text('内容与移交不符，退回', 'Turned away: other bytes'), 'error'],
};

/** 外来档案接收: what came from elsewhere, and what became of it. */
export function Received(): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { values, set } = useSearchValues();
  const query = new URLSearchParams(
    Object.entries(values).filter(([name]) => ['after', 'before', 'size'].includes(name)),
  ).toString();
  const { data, error, refetch } = useQuery({
    queryKey: ['received', query],
    queryFn: ({ signal }) => ask<ReceivedList>(`/api/received?${query}`, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <div className="panel stack">
      <p className="quiet">
        {say(W.intro)} {say(W.city)}
      </p>
      <div className="row filters">
        {data && <span>{say(W.counted, { received: data.received, away: data.total - data.received })}</span>}
        <Button href={`/api/received.xlsx?language=${language}`}>{say(W.xlsx)}</Button>
        <Button href="/api/received.pdf" target="_blank" rel="noreferrer">
          {say(W.pdf)}
        </Button>
      </div>
      {error && <ErrorBox error={error} again={() => void refetch()} />}
      {data === undefined && !error && <Waiting />}
      {data?.rows.length === 0 && <Nothing what={say(W.none)} how={say(W.how)} />}
      {data !== undefined && data.rows.length > 0 && (
        <List
          caption={say(W.caption)}
          rows={data.rows}
          keyOf={({ link }) => link}
          columns={[
            { title: say(W.number), cell: ({ number }) => <span className="mono">{number}</span> },
            {
              title: say(W.outcome),
              cell: ({ outcome }) => <Tag color={OUTCOMES[outcome][1]}>{say(OUTCOMES[outcome][0])}</Tag>,
            },
            { title: say(W.sender), cell: ({ sender, profile }) => `${sender ?? '—'} · ${profile}` },
            { title: say(W.items), numeric: true, cell: ({ items, files }) => `${items}/${files}` },
            { title: say(W.size), numeric: true, cell: ({ bytes }) => bytesText(bytes) },
            { title: say(W.retention), cell: ({ retention }) => say(retentionText(retention)) },
            {
              title: say(W.findings),
              cell: ({ findings }) =>
                findings.length === 0 ? (
                  '—'
                ) : (
                  <ul className="plain">
                    {findings.slice(0, 6).map(({ item, itemZh, itemEn, code, settled }, index) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: findings of one item may stand twice, and never change
                      <li key={`${item}${code}${index}`}>
                        {language === 'zh' ? itemZh : itemEn} {say(reasonText(code))}
                        {settled !== null && <span className="quiet"> {say(W.settled, { why: settled })}</span>}
                      </li>
                    ))}
                  </ul>
                ),
            },
            {
              title: say(W.look),
              cell: ({ look, outcome }) =>
                look === null ? (
                  <span className="quiet">{outcome === 'received' ? say(W.notYet) : '—'}</span>
                ) : (
                  <>
                    <Tag color={LOOKS[look.outcome][1]}>{say(LOOKS[look.outcome][0])}</Tag> <Time at={look.at} />
                    {look.damaged.length > 0 && <div className="bad">{look.damaged.join(', ')}</div>}
                  </>
                ),
            },
            { title: say(W.by), cell: ({ by }) => by },
            { title: say(W.at), cell: ({ at }) => <Time at={at} /> },
          ]}
          pages={{ ...data, size: Number(values.size ?? 20), turn: set }}
        />
      )}
    </div>
  );
}
