import { Problem } from './problem.ts';

/** A list of which pages are asked for one after another. */
interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/** Pages as large as a list is asked for. */
const PAGE = 100;

/** All rows of a list, for paper and workbooks, which never end before the list does without saying so. @throws Problem where there are more than that */
export async function wholeList<Row>(
  most: number,
  page: (wanted: { readonly size: number; readonly after?: string }) => Promise<Page<Row>>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const one = await page({ size: PAGE, ...(after !== undefined && { after }) });
    rows.push(...one.rows);
    if (rows.length > most)
      throw new Problem(
        422,
        'TOO_MANY',
        `至多导出 ${most} 行，请缩小范围 / at most ${most} rows are exported; please narrow the list down`,
      );
    after = one.next;
  }
  return rows;
}
