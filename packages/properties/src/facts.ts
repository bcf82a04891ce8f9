import type {
  CapturedFile,
  ClosingFacts,
  Dossier,
  DossierMaterial,
  FormFacts,
  InspectedFile,
  Scheme,
} from '@guidang/contracts';
import { sha256Hex } from '@guidang/evidence';

/** Formats accepted of a file, and who says so. */
export interface Accepted {
  /** format families: pdf, ofd, jpeg … */
  readonly formats: readonly string[];
  readonly by: 'scheme' | 'archival' | 'contract';
}

/** A file as capture recorded it, and as it was found when it was read back. */
export interface FileLookedAt {
  /** `file:<material>/<n>`, n from 1; `file:<material>/countersignature` */
  readonly object: string;
  readonly role: 'form' | 'file' | 'countersignature';
  readonly captured: CapturedFile;
  /** null: nobody looked */
  readonly looked: InspectedFile | null;
  /** false: nobody who sent it said a digest, so there is nothing to hold its bytes against */
  readonly digestStated?: false;
  /** null: nobody says what is accepted */
  readonly accepted: Accepted | null;
}

/** All that is known of a material when it is judged. Null stands for what is not known; of that nothing passes. */
export interface MaterialFacts {
  /** when the judgement is taken, RFC 3339 UTC */
  readonly at: string;
  /** identifier in the case; `form` for the application form */
  readonly material: string;
  /** its metadata; null for the form, which has none */
  readonly described: DossierMaterial | null;
  readonly files: readonly FileLookedAt[];
  /** what the application form turned out to be; null for any other material */
  readonly form: FormFacts | null;
}

/** All that is known of a case when it closes. */
export interface CaseFacts {
  readonly at: string;
  readonly dossier: Dossier;
  readonly scheme: Scheme | null;
  /** materials that the application form makes required by their condition; null: nobody read the form */
  readonly asked: FormFacts['asked'] | null;
  /** of each material that was looked at, `digestOfContents` of what was looked at */
  readonly checked: ReadonlyMap<string, string> | null;
  readonly captured: ClosingFacts['captured'] | null;
  /** materials in force whose files carry signatures, and those of which nobody said whether they do; null: nobody counted */
  readonly signed: { readonly carrying: number; readonly unknown: number } | null;
  /** undefined: nobody asked; null: there is none */
  readonly scanner: ClosingFacts['scanner'] | undefined;
}

/** The name under which the application form is judged, beside the materials. */
export const FORM = 'form';

/** Content names of a material in their order: its files, then its countersignature. */
export const contentsOf = ({
  files,
  countersignature,
}: Pick<DossierMaterial, 'files' | 'countersignature'>): string[] =>
  [...files, ...(countersignature ? [countersignature] : [])].map(({ content }) => content);

/** One digest for content names in their order: says whether what was looked at is what is there now. */
export const digestOfContents = (contents: readonly string[]): string => sha256Hex(contents.join('\n'));
