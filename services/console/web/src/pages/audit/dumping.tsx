import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import type { AuditRun } from '../../../../src/api/work.ts';
import { tell } from '../../app/ask.ts';
import { text, useSay } from '../../app/words.ts';
import { bytesText } from '../../parts/bytes-text.ts';
import { ErrorBox } from '../../parts/error-box.tsx';
import { Time } from '../../parts/time.tsx';

const W = {
  title: text('带走，在别处离线审计', 'Take it along and audit it elsewhere, offline'),
  what: text(
    '导出含全部主题的每条记录与存证日志的文件，不含个人信息，也不含材料原件。它在准备时取自消息平台：本次审计看过的都在其中，此后写入的也在。',
    'The dump holds every record of every topic and the files of the log; no personal data, and no material. It is taken when it is made: all that this audit looked at is in it, and what was written since.',
  ),
  make: text('准备导出', 'Make the dump'),
  again: text('重新准备', 'Make it again'),
  making: text('正在准备', 'It is being made'),
  failed: text('未能准备：{why}', 'It could not be made: {why}'),
  download: text('下载导出（tar，{size}）', 'Download the dump (tar, {size})'),
  taken: text('取出于', 'taken at'),
  anchors: text('下载信任锚', 'Download the anchors'),
  how: text(
    '在不联网的计算机上，于本软件的检出目录中执行；信任锚请用见证方公布的，勿只用此处下载的：',
    'On a computer without a network, in a checkout of this software; with the anchors that the witness publishes, not only those from here:',
  ),
};

/** The dump of an audit: made when somebody asks, its size told before it is downloaded, and how it is judged offline. */
export function Dumping({ run, may }: { readonly run: AuditRun; readonly may: boolean }): ReactNode {
  const say = useSay();
  const queries = useQueryClient();
  const [error, fail] = useState<unknown>();
  const { id, dump } = run;
  const make = async (): Promise<void> => {
    fail(undefined);
    try {
      await tell('POST', `/api/audits/${id}/dump`);
      await queries.invalidateQueries({ queryKey: ['audits'] });
    } catch (failure) {
      fail(failure);
    }
  };
  if (!may && dump?.state !== 'ready') return null;
  const file = `guidang-dump-${id.slice(0, 8)}.tar`;
  return (
    <details data-dump={dump?.state ?? 'none'} open={dump !== null}>
      <summary>{say(W.title)}</summary>
      <div className="stack">
        <p className="quiet">{say(W.what)}</p>
        {dump?.state === 'making' && (
          <p role="status">
            {say(W.making)} {dump.said}
          </p>
        )}
        {dump?.state === 'failed' && <p className="bad">{say(W.failed, { why: dump.said ?? '' })}</p>}
        {may && (dump === null || dump.state === 'failed') && (
          <div>
            <Button onClick={() => void make()}>{say(dump === null ? W.make : W.again)}</Button>
          </div>
        )}
        {dump?.state === 'ready' && (
          <>
            <div className="row">
              <Button type="primary" href={`/api/audits/${id}/dump.tar`} download={file}>
                {say(W.download, { size: bytesText(dump.bytes ?? 0) })}
              </Button>
              <Button href="/api/audits/anchors.json" download="anchors.json">
                {say(W.anchors)}
              </Button>
              {dump.takenAt !== null && (
                <span className="quiet">
                  {say(W.taken)} <Time at={dump.takenAt} />
                </span>
              )}
            </div>
            <p className="quiet">{say(W.how)}</p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard as well (WCAG 2.1.1) */}
            <pre className="bytes" tabIndex={0}>
              {`tar -xf ${file}\npnpm guidang audit dump --anchors anchors.json`}
            </pre>
          </>
        )}
        {error !== undefined && <ErrorBox error={error} />}
      </div>
    </details>
  );
}
