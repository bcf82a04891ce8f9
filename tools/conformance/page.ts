import { type Row, rows, STATES, type State } from './rows.ts';

const CHAPTERS: Record<string, string> = {
  '4': '总体功能要求',
  '5': '接收',
  '6': '整理',
  '7': '保存',
  '8': '利用',
  '9': '处置',
  '10': '统计',
  '11': '系统管理',
};
const chapterOf = ({ id }: Row): string => id.split('.')[0]!;

function counts(all: readonly Row[]): string {
  const states = Object.keys(STATES) as State[];
  const line = (title: string, some: readonly Row[]): string =>
    `| ${title} | ${some.length} | ${states.map((state) => some.filter((row) => row.state === state).length).join(' | ')} |`;
  return [
    `| | 条 rows | ${states.map((state) => STATES[state]).join(' | ')} |`,
    `| --- | --- | ${states.map(() => '---').join(' | ')} |`,
    line(
      '必选 mandatory',
      all.filter(({ level }) => level === 'M'),
    ),
    line(
      '可选 optional',
      all.filter(({ level }) => level === 'O'),
    ),
    ...Object.entries(CHAPTERS).map(([number, title]) =>
      line(
        `${number} ${title} 必选`,
        all.filter((row) => row.level === 'M' && chapterOf(row) === number),
      ),
    ),
  ].join('\n');
}

const testOf = ({ file, name }: Row['tests'][number]): string => `\`${file}\`${name === '' ? '' : ` ${name}`}`;
const rowOf = ({ id, level, zh, state, where, tests }: Row): string =>
  `| ${id} | ${level === 'M' ? '必选' : '可选'} | ${zh} | ${STATES[state]} | ${where} | ${tests.map(testOf).join('<br>')} |`;

/** The list as people read it. */
export function page(): string {
  const all = rows();
  const chapters = Object.entries(CHAPTERS).map(([number, title]) =>
    [
      `## ${number} ${title}`,
      '',
      '| 条 | | 要求（转述）| 状态 | 所在 where | 测试 shown by |',
      '| --- | --- | --- | --- | --- | --- |',
      ...all.filter((row) => chapterOf(row) === number).map(rowOf),
    ].join('\n'),
  );
  return `# GB/T 39784-2021 功能符合性清单 / Conformance, row by row

由 \`tools/conformance/gbt39784.tsv\` 生成（\`node tools/conformance/write.ts\`）。每一“已实现”“部分”的条目都列出证明它的测试；测试套件核对这些测试确实存在，
套件全部通过即这些条目成立。要求为转述，条号为“章节-行号”。

Made from the table; requirements in words of ours. Every row that is built, in whole or in part, names the tests that show it; a test checks that they are there, so that
the rows hold where the suite passes. “部分” says in the column beside it what is missing; “系统之外” is for whoever runs the system.

${counts(all)}

${chapters.join('\n\n')}
`;
}
