/** 整理: packages as they are arranged, beside what another version of their scheme would make of it, as they travel. Types alone. */

/** Packages of one fonds, matter, year, class and retention, archived under one version of a scheme. */
export interface ArrangedGroup {
  readonly scheme: { readonly id: string; readonly version: number };
  /** Version they are compared with: the newest, or the one that was chosen; null where it is not known here. */
  readonly target: number | null;
  readonly fonds: string;
  readonly department: string;
  readonly departmentUscc: string;
  readonly matter: { readonly code: string; readonly name: string };
  readonly year: number;
  /** 保管期限 as it counts now, and as they were archived: the 档号 has the latter. */
  readonly retention: string;
  readonly archivedFor: string;
  /** 档号 without its 件号, as they count now, and as the other version has it. */
  readonly was: string;
  readonly would: string | null;
  /** 类目 by its names, as that version has them; empty where it names none. */
  readonly classNames: readonly string[];
  /** 保管期限 of the other version where it is another one: a matter of 续存. */
  readonly otherRetention: string | null;
  readonly differs: boolean;
  readonly packages: number;
  readonly files: number;
  readonly bytes: number;
}

export interface ArrangementView {
  /** Packages that are neither to be destroyed nor held by a list. */
  readonly total: number;
  /** Packages that would be arranged otherwise. */
  readonly differing: number;
  /** at most five hundred */
  readonly groups: readonly ArrangedGroup[];
  /** how many groups there are */
  readonly groupsInAll: number;
  /** Schemes of the packages that have more than one version, to choose from. */
  readonly schemes: readonly { readonly id: string; readonly matter: string; readonly versions: readonly number[] }[];
}
