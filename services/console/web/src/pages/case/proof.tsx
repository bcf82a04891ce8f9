import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { save } from '../../app/ask.ts';
import { text, useSay } from '../../app/words.ts';
import { ErrorBox } from '../../parts/error-box.tsx';

const W = {
  title: text('档案证明', 'Proof'),
  what: text(
    '一个文件，含本办件全部已见证的链节、日志收录证明、存证点、时间戳与清单。任何人可用核验页离线核验，不必信任本系统；信任锚请另从见证方取得。',
    'One file with all witnessed links of the case, their proofs of inclusion, the checkpoint, timestamps and manifest. Anybody can check it offline with the page beside it, trusting nothing of ours; anchors are to be had from the witness.',
  ),
  prove: text('出具证明', 'Prove'),
  making: text('正在出具…', 'Being made…'),
  page: text('下载核验页 verify.html', 'Download the checking page, verify.html'),
};

/** The case's proof, made by the auditor's own command and saved as a file. */
export function Proof({ number }: { readonly number: string }): ReactNode {
  const say = useSay();
  const [making, setMaking] = useState(false);
  const [error, fail] = useState<unknown>();
  const prove = async (): Promise<void> => {
    setMaking(true);
    fail(undefined);
    try {
      await save(`/api/cases/${encodeURIComponent(number)}/proof`, `${number}.proof.zip`);
    } catch (failure) {
      fail(failure);
    } finally {
      setMaking(false);
    }
  };
  return (
    <section className="panel stack">
      <h2>{say(W.title)}</h2>
      <p className="quiet">{say(W.what)}</p>
      {error !== undefined && <ErrorBox error={error} />}
      <div className="row">
        <Button type="primary" loading={making} onClick={() => void prove()}>
          {say(making ? W.making : W.prove)}
        </Button>
        <Button href="/api/verify.html">{say(W.page)}</Button>
      </div>
    </section>
  );
}
