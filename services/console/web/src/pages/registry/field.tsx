import type { ReactNode } from 'react';

/** A field with its label above it. */
export const Field = ({
  label,
  of,
  children,
}: {
  readonly label: string;
  readonly of: string;
  readonly children: ReactNode;
}): ReactNode => (
  <div className="stack tight">
    <label htmlFor={of}>{label}</label>
    {children}
  </div>
);
