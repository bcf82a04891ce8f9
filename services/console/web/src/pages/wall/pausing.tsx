import { Button, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import type { StepState } from '../../../../src/api/wall.ts';
import { tell } from '../../app/ask.ts';
import { keptForms } from '../../app/kept.ts';
import { useMe } from '../../app/session.tsx';
import { useKept } from '../../app/use-kept.ts';
import { text, useSay } from '../../app/words.ts';
import { ErrorBox } from '../../parts/error-box.tsx';
import { KeptNote } from '../../parts/kept-note.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { serviceName } from '../../parts/step-names.ts';
import { Since } from '../../parts/time.tsx';

const W = {
  pause: text('暂停', 'Pause'),
  resume: text('恢复', 'Resume'),
  paused: text('已暂停', 'paused'),
  pausing: text('正在暂停', 'pausing'),
  by: text('{who}：{why}', '{who}: {why}'),
  pauseStep: text('暂停“{step}”环节', 'Pause “{step}”'),
  resumeStep: text('恢复“{step}”环节', 'Resume “{step}”'),
  whatPause: text(
    '手中的一批做完并写出后不再取新记录；后续办件在此等待，不丢失。服务重启后仍为暂停。',
    'It finishes and writes what it has in hand and takes no new record; cases wait here and nothing is lost. Started again, it stays paused.',
  ),
  whatResume: text(
    '从停下的位置继续，不丢失也不重复。',
    'It goes on where it stopped, loses nothing and does nothing twice.',
  ),
  why: text('原因（写入操作日志，请勿填写个人信息）', 'Why (it goes into the operation log; no personal data)'),
  example: text('例如：更换存储设备', 'e.g. a store is being replaced'),
};

const ACTIONS = ['PAUSE', 'RESUME'] as const;
type Action = (typeof ACTIONS)[number];
const formOf = ({ step }: StepState, action: Action): string => `control.${step}.${action}`;

/** That a step is paused, by whom and why; and the button that pauses it or lets it go on. */
export function Pausing({ step }: { readonly step: StepState }): ReactNode {
  const say = useSay();
  const { account, may: rights } = useMe();
  const may = rights['step.control'] !== undefined;
  // What is asked stays what it was when the sheet was opened: the step may meanwhile be paused or go on by somebody else's word.
  // One in which a session ended is open again.
  const [action, setAction] = useState(() =>
    may ? ACTIONS.find((one) => keptForms(window.sessionStorage, account, formOf(step, one)).length > 0) : undefined,
  );
  const { paused } = step;
  return (
    <>
      {paused && (
        <p className="pause warn" data-paused={paused.heeded === false ? 'soon' : 'yes'}>
          <strong>{say(paused.heeded === false ? W.pausing : W.paused)}</strong> <Since at={paused.at} />
          <br />
          {say(W.by, { who: paused.by, why: paused.reason })}
        </p>
      )}
      {may && (
        <Button size="small" onClick={() => setAction(paused ? 'RESUME' : 'PAUSE')}>
          {say(paused ? W.resume : W.pause)}
        </Button>
      )}
      <Sheet
        small
        open={action !== undefined}
        title={say(action === 'RESUME' ? W.resumeStep : W.pauseStep, { step: say(serviceName(step.step)) })}
        onClose={() => setAction(undefined)}
      >
        {action && <Asking step={step} action={action} close={() => setAction(undefined)} />}
      </Sheet>
    </>
  );
}

/** What is typed stays until it was taken. */
function Asking({
  step,
  action,
  close,
}: {
  readonly step: StepState;
  readonly action: Action;
  readonly close: () => void;
}): ReactNode {
  const say = useSay();
  const form = useKept(formOf(step, action), { reason: '' });
  const { reason } = form.value;
  const [error, fail] = useState<unknown>();
  const [sending, setSending] = useState(false);
  const resumes = action === 'RESUME';
  const send = async (): Promise<void> => {
    setSending(true);
    fail(undefined);
    try {
      await tell('POST', `/api/steps/${step.step}/control`, { action, reason });
      form.forget();
      close();
    } catch (failure) {
      fail(failure);
    } finally {
      setSending(false);
    }
  };
  const id = `why-${step.step}`;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p className="quiet">{say(resumes ? W.whatResume : W.whatPause)}</p>
      <KeptNote {...form} />
      <label htmlFor={id}>{say(W.why)}</label>
      <Input.TextArea
        id={id}
        rows={2}
        maxLength={500}
        value={reason}
        placeholder={say(W.example)}
        onChange={({ target }) => form.set({ reason: target.value })}
      />
      {error !== undefined && <ErrorBox error={error} />}
      <div>
        <Button type="primary" htmlType="submit" loading={sending} disabled={reason.trim().length < 2}>
          {say(resumes ? W.resume : W.pause)}
        </Button>
      </div>
    </form>
  );
}
