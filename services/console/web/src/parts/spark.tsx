import type { ReactNode } from 'react';

/** Sixty seconds at a glance; the number beside it says the same to whoever does not see it. */
export function Spark({ series }: { readonly series: readonly number[] }): ReactNode {
  const most = Math.max(1, ...series);
  const width = series.length;
  const points = series.map((value, at) => `${at},${30 - (value / most) * 28}`).join(' ');
  return (
    <svg viewBox={`0 0 ${width - 1} 32`} preserveAspectRatio="none" aria-hidden="true">
      <polyline points={`0,31 ${points} ${width - 1},31`} fill="#1554b322" stroke="none" />
      <polyline points={points} fill="none" stroke="#1554b3" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
