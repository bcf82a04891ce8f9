import { useEffect, useState } from 'react';

export interface Live<T> {
  readonly value: T | undefined;
  /** Whether events arrive at this moment. */
  readonly connected: boolean;
}

/** The latest of what a door pushes. The browser connects again by itself. */
export function useLive<T>(path: string, event: string): Live<T> {
  const [live, setLive] = useState<Live<T>>({ value: undefined, connected: false });
  useEffect(() => {
    const source = new EventSource(path);
    source.addEventListener(event, ({ data }: MessageEvent<string>) => {
      setLive({ value: JSON.parse(data) as T, connected: true });
    });
    source.onerror = () => setLive(({ value }) => ({ value, connected: false }));
    return () => source.close();
  }, [path, event]);
  return live;
}
