/** Lets so many pass at once, the others in the order they came. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

export function gate(places: number): Gate {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((pass) => waiting.push(pass));
    try {
      return await work();
    } finally {
      // The place goes from hand to hand, so that nobody who comes now gets in front.
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
