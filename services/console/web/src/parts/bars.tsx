import type { ReactNode } from 'react';

/** A bar for each row; the numbers stand in the table beside it, so the picture is for the eyes alone. */
export function Bars({
  rows,
  shown,
}: {
  readonly rows: readonly { readonly label: string; readonly value: number }[];
  readonly shown: (value: number) => string;
}): ReactNode {
  const most = Math.max(1, ...rows.map(({ value }) => value));
  return (
    <ul className="bars" aria-hidden="true">
      {rows.slice(0, 12).map(({ label, value }) => (
        <li key={label}>
          <span>{label}</span>
          <span>{shown(value)}</span>
          <span className="bar">
            <i style={{ width: `${(value / most) * 100}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}

const COLOURS = ['#1554b3', '#4a8fd8', '#1b7a3d', '#96580a', '#7a4fb3', '#5a6474'];

/** Shares of a whole, in a ring; the smallest ones together. */
export function Ring({
  rows,
}: {
  readonly rows: readonly { readonly label: string; readonly value: number }[];
}): ReactNode {
  const whole = rows.reduce((sum, { value }) => sum + value, 0);
  if (whole === 0) return null;
  const around = 2 * Math.PI * 40;
  let from = 0;
  return (
    <div className="ring" aria-hidden="true">
      <svg viewBox="0 0 120 120" width="120" height="120" aria-hidden="true">
        {rows.slice(0, COLOURS.length).map(({ label, value }, at) => {
          const share = value / whole;
          const begin = from;
          from += share;
          return (
            <circle
              key={label}
              {...{ cx: 60, cy: 60, r: 40, fill: 'none', stroke: COLOURS[at], strokeWidth: 22 }}
              strokeDasharray={`${share * around} ${around}`}
              strokeDashoffset={-begin * around}
              transform="rotate(-90 60 60)"
            />
          );
        })}
      </svg>
      <ul className="plain">
        {rows.slice(0, COLOURS.length).map(({ label, value }, at) => (
          <li key={label}>
            <i style={{ background: COLOURS[at] }} /> {label} {Math.round((value / whole) * 100)}%
          </li>
        ))}
      </ul>
    </div>
  );
}
