import type { KeyboardEvent, ReactNode } from 'react';

export interface Tab {
  readonly key: string;
  readonly label: string;
  readonly children: ReactNode;
}

/** One of several views of the same thing; the arrow keys go from one to the next (WAI-ARIA tabs). What has no room goes to the next line. */
export function Tabs({
  tabs,
  active,
  choose,
}: {
  readonly tabs: readonly Tab[];
  readonly active: string;
  readonly choose: (key: string) => void;
}): ReactNode {
  const at = Math.max(
    0,
    tabs.findIndex(({ key }) => key === active),
  );
  const move = ({ key, currentTarget }: KeyboardEvent<HTMLDivElement>): void => {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const next = (at + step + tabs.length) % tabs.length;
    choose(tabs[next]!.key);
    currentTarget.querySelectorAll<HTMLButtonElement>('[role=tab]')[next]?.focus();
  };
  return (
    <>
      <div role="tablist" className="tabs" onKeyDown={move}>
        {tabs.map(({ key, label }, index) => (
          <button
            key={key}
            type="button"
            role="tab"
            id={`tab-${key}`}
            aria-selected={index === at}
            aria-controls="tab-panel"
            tabIndex={index === at ? 0 : -1}
            onClick={() => choose(key)}
          >
            {label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tabs[at]?.key}`}>
        {tabs[at]?.children}
      </div>
    </>
  );
}
