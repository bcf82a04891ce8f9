import { useSearchParams } from 'react-router';

/** What a list is narrowed by, kept in the address: it can be sent to somebody, gone back to and reloaded. */
export function useSearchValues(): {
  readonly values: Readonly<Record<string, string>>;
  /** Sets some and takes others away; any change but of the page goes back to the first page. */
  readonly set: (change: Readonly<Record<string, string | number | undefined>>) => void;
} {
  const [params, setParams] = useSearchParams();
  return {
    values: Object.fromEntries(params),
    set: (change) => {
      const next = new URLSearchParams(params);
      if (!('page' in change)) next.delete('page');
      for (const [name, value] of Object.entries(change))
        if (value === undefined || value === '') next.delete(name);
        else next.set(name, String(value));
      setParams(next);
    },
  };
}
