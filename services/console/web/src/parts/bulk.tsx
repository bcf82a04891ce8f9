import { Alert, Button, Progress } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { type Text, text, useLanguage, useSay } from '../app/words.ts';
import { wordsOf } from './error-box.tsx';

const W = {
  chosen: text('已选 {n} 件', '{n} chosen'),
  clear: text('取消选择', 'Choose none'),
  running: text('{what}：{done}/{total}', '{what}: {done} of {total}'),
  stop: text('停止', 'Stop'),
  done: text('{what}：{n} 件已完成', '{what}: {n} done'),
  failed: text('{n} 件未完成', '{n} not done'),
  stopped: text('已停止，{n} 件未开始', 'stopped; {n} were not begun'),
  undo: text('撤销', 'Undo'),
  undone: text('撤销“{what}”', 'Undoing “{what}”'),
  silent: text('没有应答', 'no answer'),
};

/** Something to be done with each of many, and how it is taken back, where it can be. */
export interface Deed {
  readonly what: string;
  readonly work: (key: string) => Promise<unknown>;
  readonly undo?: (key: string) => Promise<unknown>;
}
interface Failed {
  readonly key: string;
  readonly error: unknown;
}
type State =
  | { readonly phase: 'idle' }
  | { readonly phase: 'running'; readonly what: string; readonly done: number; readonly total: number }
  | {
      readonly phase: 'done';
      readonly deed: Deed;
      readonly done: readonly string[];
      readonly failed: readonly Failed[];
      readonly left: number;
    };

export interface Bulk {
  readonly state: State;
  /** Whether all of them were done. */
  readonly run: (keys: readonly string[], deed: Deed) => Promise<boolean>;
  readonly stop: () => void;
  readonly forget: () => void;
}

/** As many at once as nobody else notices. */
const AT_ONCE = 4;

/** Does something with many, some at once; what fails is kept by name and holds nothing up. */
export function useBulk(after: () => void): Bulk {
  const [state, set] = useState<State>({ phase: 'idle' });
  const stopped = useRef(false);
  const run = async (keys: readonly string[], deed: Deed): Promise<boolean> => {
    stopped.current = false;
    const done: string[] = [];
    const failed: Failed[] = [];
    let next = 0;
    const tell = (): void =>
      set({ phase: 'running', what: deed.what, done: done.length + failed.length, total: keys.length });
    const worker = async (): Promise<void> => {
      while (next < keys.length && !stopped.current) {
        const key = keys[next++]!;
        try {
          await deed.work(key);
          done.push(key);
        } catch (error) {
          failed.push({ key, error });
        }
        tell();
      }
    };
    tell();
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    set({ phase: 'done', deed, done, failed, left: keys.length - done.length - failed.length });
    after();
    return done.length === keys.length;
  };
  return { state, run, stop: () => (stopped.current = true), forget: () => set({ phase: 'idle' }) };
}

/** What is chosen, what can be done with it, how far it is, and what came of it. */
export function BulkBar({
  count,
  clear,
  bulk,
  children,
}: {
  readonly count: number;
  readonly clear: () => void;
  readonly bulk: Bulk;
  readonly children: ReactNode;
}): ReactNode {
  const say = useSay();
  const { state } = bulk;
  if (count === 0 && state.phase === 'idle') return null;
  return (
    <section className="bulk stack" aria-live="polite">
      {count > 0 && state.phase !== 'running' && (
        <div className="row">
          <strong>{say(W.chosen, { n: count })}</strong>
          {children}
          <Button type="link" onClick={clear}>
            {say(W.clear)}
          </Button>
        </div>
      )}
      {state.phase === 'running' && (
        <div className="row">
          <span>{say(W.running, state)}</span>
          <Progress
            className="grow"
            percent={Math.round((100 * state.done) / state.total)}
            aria-label={state.what}
            showInfo={false}
          />
          <Button onClick={bulk.stop}>{say(W.stop)}</Button>
        </div>
      )}
      {state.phase === 'done' && <Outcome state={state} bulk={bulk} />}
    </section>
  );
}

function Outcome({
  state: { deed, done, failed, left },
  bulk,
}: {
  readonly state: Extract<State, { phase: 'done' }>;
  readonly bulk: Bulk;
}): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const undo = deed.undo;
  const notes = [
    say(W.done, { what: deed.what, n: done.length }),
    ...(failed.length > 0 ? [say(W.failed, { n: failed.length })] : []),
    ...(left > 0 ? [say(W.stopped, { n: left })] : []),
  ];
  return (
    <Alert
      type={failed.length > 0 ? 'warning' : 'success'}
      showIcon
      closable={{ onClose: bulk.forget }}
      title={notes.join(language === 'zh' ? '，' : ', ')}
      description={
        failed.length > 0 && (
          <ul className="plain">
            {failed.slice(0, 20).map(({ key, error }) => (
              <li key={key}>
                <span className="mono">{key}</span> {wordsOf(error, language) ?? say(W.silent)}
              </li>
            ))}
          </ul>
        )
      }
      action={
        undo !== undefined &&
        done.length > 0 && (
          <Button onClick={() => void bulk.run(done, { what: say(W.undone, { what: deed.what }), work: undo })}>
            {say(W.undo)}
          </Button>
        )
      }
    />
  );
}

/** What a refusal of our own says, as doors say theirs. */
export const refusal = ({ zh, en }: Text): string => `${zh} / ${en}`;
