import { Empty } from 'antd';
import type { ReactNode } from 'react';

/** An empty state that teaches: what would stand here, and how it gets here. */
export function Nothing({
  what,
  how,
  children,
}: {
  readonly what: string;
  readonly how: string;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <strong>{what}</strong>
          <br />
          <span className="quiet">{how}</span>
        </>
      }
    >
      {children}
    </Empty>
  );
}
