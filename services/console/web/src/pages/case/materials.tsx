import { Alert, Button, Tag } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import type { CasePage, FileState, MaterialState } from '../../../../src/api/cases.ts';
import { Refused } from '../../app/ask.ts';
import { useMe } from '../../app/session.tsx';
import { type Text, text, useSay } from '../../app/words.ts';
import { ErrorBox } from '../../parts/error-box.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { PICTURE_NOTES } from './picture-notes.ts';

const W = {
  materials: text('材料', 'Materials'),
  none: text('还没有材料', 'No materials yet'),
  how: text('材料随办件过程逐件收入，收入即计算摘要。', 'Materials are captured as they come, and digested at once.'),
  superseded: text('已被替换', 'superseded'),
  look: text('预览', 'Preview'),
  noRight: text('当前岗位不能查看材料内容，只显示其事实。', 'Your post may not see contents; facts alone are shown.'),
  pages: text('第 {page} 页，共 {pages} 页', 'Page {page} of {pages}'),
  before: text('上一页', 'Previous page'),
  after: text('下一页', 'Next page'),
  digest: text('内容摘要', 'Digest'),
  notes: text('此页未能全部按原样绘制：', 'Not all of this page is drawn as the document has it:'),
  page: text('{name} 第 {page} 页', '{name}, page {page}'),
};

const GROUPS: Readonly<Record<string, Text>> = {
  form: text('申请表单', 'Form'),
  application: text('申请材料', 'Application'),
  process: text('过程材料', 'Process'),
  result: text('结果材料', 'Result'),
};

const PICTURED = new Set(['pdf', 'ofd', 'jpeg', 'jpg', 'png', 'tiff', 'gif', 'webp', 'bmp', 'jp2']);
const WRITTEN = new Set(['txt', 'text', 'json', 'xml', 'csv']);

export const sizeText = (bytes: number): string =>
  bytes >= 1_048_576
    ? `${(bytes / 1_048_576).toFixed(1)} MiB`
    : bytes >= 1_024
      ? `${(bytes / 1_024).toFixed(1)} KiB`
      : `${bytes} B`;

interface Chosen {
  readonly material: MaterialState;
  readonly file: FileState;
}

export function Materials({ page }: { readonly page: CasePage }): ReactNode {
  const say = useSay();
  const mayLook = useMe().may['case.content'] !== undefined;
  const [chosen, choose] = useState<Chosen>();
  const groups = Object.entries(GROUPS);
  return (
    <section className="panel">
      <h2>{say(W.materials)}</h2>
      {!mayLook && <p className="quiet">{say(W.noRight)}</p>}
      {page.materials.length === 0 && <Nothing what={say(W.none)} how={say(W.how)} />}
      {groups.map(([group, name]) => {
        const inGroup = page.materials.filter((material) => material.group === group);
        if (inGroup.length === 0) return null;
        return (
          <div key={group}>
            <h3>{say(name)}</h3>
            <ul className="materials">
              {inGroup.map((material) => (
                <li key={material.material} className={material.state === 'superseded' ? 'gone' : undefined}>
                  <div>
                    {material.title} {material.state === 'superseded' && <Tag>{say(W.superseded)}</Tag>}
                  </div>
                  {material.files.map((file) => (
                    <div key={file.position} className="file">
                      <span className="mono">{file.name}</span>
                      <small className="quiet">
                        {file.format} {file.puid} · {sizeText(file.size)}
                        {file.pages !== null && ` · ${file.pages} p`}
                      </small>
                      {mayLook && (PICTURED.has(file.format) || WRITTEN.has(file.format)) && (
                        <Button
                          size="small"
                          onClick={() => choose({ material, file })}
                          aria-label={`${say(W.look)} ${material.title} ${file.name}`}
                        >
                          {say(W.look)}
                        </Button>
                      )}
                    </div>
                  ))}
                </li>
              ))}
            </ul>
          </div>
        );
      })}
      <Sheet open={chosen !== undefined} onClose={() => choose(undefined)} title={chosen?.material.title ?? ''}>
        {chosen && <Look caseNumber={page.case} {...chosen} />}
      </Sheet>
    </section>
  );
}

interface Shown {
  readonly url?: string;
  readonly written?: string;
  readonly pages: number;
  /** Codes of what is not on the picture as the document has it. */
  readonly notes: readonly string[];
}

function Look({ caseNumber, material, file }: Chosen & { readonly caseNumber: string }): ReactNode {
  const say = useSay();
  const [page, turn] = useState(1);
  const [shown, show] = useState<Shown>();
  const [error, fail] = useState<unknown>();
  useEffect(() => {
    const gone = new AbortController();
    let made: string | undefined;
    show(undefined);
    fail(undefined);
    look(caseNumber, material, file, page, gone.signal)
      .then((found) => {
        made = found.url;
        show(found);
      })
      .catch((reason: unknown) => {
        if (!gone.signal.aborted) fail(reason);
      });
    return () => {
      gone.abort();
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [caseNumber, material, file, page]);
  return (
    <div className="stack">
      {shown && shown.pages > 1 && (
        <div className="row">
          <Button disabled={page <= 1} onClick={() => turn(page - 1)}>
            {say(W.before)}
          </Button>
          <span>{say(W.pages, { page, pages: shown.pages })}</span>
          <Button disabled={page >= shown.pages} onClick={() => turn(page + 1)}>
            {say(W.after)}
          </Button>
        </div>
      )}
      {error !== undefined && <ErrorBox error={error} />}
      {!shown && error === undefined && <Waiting />}
      {shown && shown.notes.length > 0 && (
        <Alert
          type="info"
          showIcon
          title={say(W.notes)}
          description={
            <ul>
              {shown.notes.map((code) => (
                <li key={code}>{say(PICTURE_NOTES[code] ?? text(code, code))}</li>
              ))}
            </ul>
          }
        />
      )}
      {shown?.url !== undefined && (
        <img className="look" src={shown.url} alt={say(W.page, { name: material.title, page })} />
      )}
      {shown?.written !== undefined && <pre className="bytes">{shown.written}</pre>}
      <p className="mono quiet">
        {say(W.digest)} {file.content}
      </p>
    </div>
  );
}

async function look(
  caseNumber: string,
  { material }: MaterialState,
  file: FileState,
  page: number,
  signal: AbortSignal,
): Promise<Shown> {
  const at = `/api/cases/${caseNumber}/files/${encodeURIComponent(material)}/${file.position}`;
  const written = WRITTEN.has(file.format);
  const response = await fetch(written ? `${at}/text` : `${at}/pages/${page}`, { signal });
  if (!response.ok) {
    const { code, title } = (await response.json()) as { code: string; title: string };
    throw new Refused(response.status, code, title, []);
  }
  if (written) return { written: await response.text(), pages: 1, notes: [] };
  const notes = (response.headers.get('x-notes') ?? '').split(' ').filter((code) => code !== '');
  return {
    url: URL.createObjectURL(await response.blob()),
    pages: Number(response.headers.get('x-pages') ?? 1),
    notes,
  };
}
