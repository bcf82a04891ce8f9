import type { Finding } from '@guidang/contracts';
import type { MaterialFacts } from '../facts.ts';
import type { Described, Item, Judges, Sure } from '../item.ts';
import type { PackageFacts } from './package-facts.ts';

/** What an item is called at another stage. */
export interface Called {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly sure: Sure;
  /** number in the standard; null where nobody has seen it (standards/1 §1.5, §1.6) */
  readonly number: string | null;
  /** where the stage does not look at it in the same depth */
  readonly level?: Described['level'];
}

/** The files of a package, for judgements that were written for those of a material. */
const asMaterial = ({ at, files }: PackageFacts): MaterialFacts => ({
  ...{ at, material: 'package', described: null, files, form: null },
});

/** An item of the archiving stage at another stage: the same judgement on the files of a package, under the name it has there. */
export function mirrored(original: Item, { level, ...called }: Called): Item {
  const renamed = (finding: Finding): Finding => ({ ...finding, item: called.code });
  return {
    ...original,
    ...called,
    like: original.code,
    level: level ?? original.level,
    judges: ['package'],
    looksAt: `as ${original.code}, of the files of the package`,
    under(rule): Judges {
      const { file, package: own } = original.under(rule);
      return {
        package: (facts) => [...(file?.(asMaterial(facts)) ?? []), ...(own?.(facts) ?? [])].map(renamed),
      };
    },
  };
}

/** A metadata item at another stage: its second half, the metadata in the package, alone. */
export function packageHalf(original: Item, called: Called): Item {
  const whole = mirrored(original, called);
  return {
    ...whole,
    looksAt: `as ${original.code}, of the metadata in the package`,
    under(rule): Judges {
      const { package: own } = original.under(rule);
      return { package: (facts) => (own?.(facts) ?? []).map((finding) => ({ ...finding, item: called.code })) };
    },
  };
}
