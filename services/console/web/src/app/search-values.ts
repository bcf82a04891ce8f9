import { useSearchParams } from 'react-router';

/** Where in a list one is. */
const PLACES = ['page', 'after', 'before'];
/** What is opened beside a list, which stays where it is. */
const BESIDE = ['case', 'id', 'tab'];

/** What a list is narrowed by, kept in the address: it can be sent to somebody, gone back to and reloaded. */
export function useSearchValues(): {
  readonly values: Readonly<Record<string, string>>;
  /** Sets some and takes others away; what makes another list of it goes back to the first page. */
  readonly set: (change: Readonly<Record<string, string | number | undefined>>) => void;
} {
  const [params, setParams] = useSearchParams();
  return {
    values: Object.fromEntries(params),
    set: (change) => {
      const next = new URLSearchParams(params);
      const names = Object.keys(change);
      if (!names.every((name) => BESIDE.includes(name)))
        for (const place of PLACES) if (!names.includes(place)) next.delete(place);
      for (const [name, value] of Object.entries(change))
        if (value === undefined || value === '') next.delete(name);
        else next.set(name, String(value));
      setParams(next);
    },
  };
}
