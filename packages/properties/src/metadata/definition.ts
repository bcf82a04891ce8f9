import dat46 from '../../data/dat46-2009.json' with { type: 'json' };
import domains from '../../data/domains-1.json' with { type: 'json' };
import metadata from '../../data/metadata-1.json' with { type: 'json' };
import type { Element, Owner } from './element.ts';

/** 元数据定义: the elements a case is judged by, in the order in which they are looked at. */
export const DEFINITION: { readonly id: string; readonly elements: readonly Element[] } = {
  id: metadata.id,
  elements: metadata.elements as readonly Element[],
};

export const elementsOf = (owner: Owner): readonly Element[] => DEFINITION.elements.filter(({ of }) => of === owner);

const DOMAINS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(domains.domains).map(([name, { values }]) => [name, Object.keys(values)]),
);

/** 值域: the values of a closed list by its name. */
export const domainOf = (name: string): readonly string[] => DOMAINS.get(name) ?? [];

/** Who brings an element of DA/T 46-2009 that no record has. */
export type Carrier = 'records' | 'scheme' | 'constant' | 'package' | 'store' | 'nobody';

/** An element of DA/T 46-2009 that an archive must have: once in an EEP (DA/T 48-2009), or on the list of GB/T 18894-2016 6.2.2. */
export interface Mandatory {
  readonly no: string;
  /** elements of ours that carry it; empty where something else does */
  readonly elements: readonly Element[];
  readonly by: Carrier;
}

/** GB/T 18894-2016 6.2.2 (a) and (b): what there has to be at least. */
const LEAST = 'M22 M31 M32 M33 M13 M12 M38 M47 M48 M49 M50 M81 M82 M77'.split(' ');

const carried = metadata.carried as Readonly<Record<string, { by: string }>>;

/** What DA/T 46-2009 wants of every archive, and where it comes from here. */
export const MANDATORY: readonly Mandatory[] = dat46
  .filter(
    ({ no, eepCardinality, checkerMandatory }) => eepCardinality === '1' || checkerMandatory || LEAST.includes(no),
  )
  .flatMap(({ no }) => {
    const elements = DEFINITION.elements.filter((element) => element.dat46.includes(no));
    const by = elements.length > 0 ? 'records' : carried[no]?.by;
    return by === undefined ? [] : [{ no, elements, by: by as Carrier }];
  });
