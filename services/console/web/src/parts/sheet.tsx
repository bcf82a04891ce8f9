import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { text, useSay } from '../app/words.ts';

const W = { close: text('关闭', 'Close') };

/** Something looked at beside the page, or asked before it goes on: a dialog of the browser's own, which holds the keyboard and closes with Esc. */
export function Sheet({
  open,
  title,
  small = false,
  onClose,
  children,
}: {
  readonly open: boolean;
  readonly title: string;
  /** In the middle, for a question, instead of along the side. */
  readonly small?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const say = useSay();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} className={small ? 'sheet small' : 'sheet'} aria-label={title} onClose={onClose}>
      {open && (
        <>
          <header>
            <h2>{title}</h2>
            <Button
              type="text"
              icon={<CloseOutlined />}
              aria-label={say(W.close)}
              onClick={() => dialog.current?.close()}
            />
          </header>
          <div className="sheet-body">{children}</div>
        </>
      )}
    </dialog>
  );
}
