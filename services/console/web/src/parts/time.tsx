import { type ReactNode, useEffect, useState } from 'react';
import { useLanguage } from '../app/words.ts';

const ZONE = 'Asia/Shanghai';
const full = new Intl.DateTimeFormat('sv-SE', {
  ...{
    timeZone: ZONE,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  },
});

/** Times travel in UTC and are shown as Dongguan's clocks show them. */
export const shown = (at: string): string => full.format(new Date(at));
export const shownDay = (at: string): string => shown(at).slice(0, 10);

export function Time({ at }: { readonly at: string | null }): ReactNode {
  return at === null ? '—' : <time dateTime={at}>{shown(at)}</time>;
}

const UNITS: readonly [seconds: number, zh: string, en: string][] = [
  [86_400, '天', 'd'],
  [3_600, '小时', 'h'],
  [60, '分', 'min'],
  [1, '秒', 's'],
];

/** How long since, in its largest unit. */
export function since(at: string, now: number, language: 'zh' | 'en'): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1_000));
  const [size, zh, en] = UNITS.find(([unit]) => seconds >= unit) ?? UNITS.at(-1)!;
  return `${Math.floor(seconds / size)} ${language === 'zh' ? zh : en}`;
}

/** How long since, growing by itself. */
export function Since({ at }: { readonly at: string | null }): ReactNode {
  const { language } = useLanguage();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1_000);
    return () => window.clearInterval(timer);
  }, []);
  if (at === null) return '—';
  return (
    <time dateTime={at} title={shown(at)}>
      {since(at, now, language)}
    </time>
  );
}
