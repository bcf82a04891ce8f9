import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useSearchValues } from '../../app/search-values.ts';
import { type Text, text, useSay } from '../../app/words.ts';
import { Choice, useChoices, yearOptions } from '../../parts/choice.tsx';

const W = {
  intro: text(
    '从链节生成，可直接打印、签章。先选范围，再选登记表。',
    'Made from the chain, ready to be printed and signed. Choose the scope, then the register.',
  ),
  department: text('立档单位（全部）', 'Unit (all)'),
  year: text('年度（全部）', 'Year (all)'),
  retention: text('保管期限（全部）', 'Retention (all)'),
  print: text('打开 PDF', 'Open the PDF'),
};

const REGISTERS: readonly { kind: string; title: Text; what: Text }[] = [
  {
    kind: 'catalogue',
    title: text('归档文件目录', 'Catalogue of archived files'),
    what: text(
      '序号、档号、责任者、题名、日期、保管期限、文件数（DA/T 22）。',
      'Number, reference code, unit, title, date, retention, files (DA/T 22).',
    ),
  },
  {
    kind: 'filing',
    title: text('电子文件归档登记表', 'Register of filing'),
    what: text(
      '门类、数量、归档方式与各项检验结果，留有形成部门和档案部门签章处（GB/T 18894 附录 A.1）。',
      'Category, quantity and what was checked, with room for both signatures (GB/T 18894 A.1).',
    ),
  },
];

export default function RegistersPage(): ReactNode {
  const say = useSay();
  const { values, set } = useSearchValues();
  const choices = useChoices();
  const query = new URLSearchParams(values).toString();
  return (
    <div className="stack">
      <div className="panel stack">
        <p className="quiet">{say(W.intro)}</p>
        <div className="row filters">
          <Choice
            wide
            label={say(W.department)}
            value={values.department}
            change={(department) => set({ department })}
            options={choices?.departments ?? []}
          />
          <Choice
            label={say(W.year)}
            value={values.year}
            change={(year) => set({ year })}
            options={yearOptions(choices)}
          />
          <Choice
            label={say(W.retention)}
            value={values.retention}
            change={(retention) => set({ retention })}
            options={['Y', 'D30', 'D10'].map((value) => ({ value, label: value }))}
          />
        </div>
      </div>
      <div className="grid">
        {REGISTERS.map(({ kind, title, what }) => (
          <section key={kind} className="panel">
            <h2>{say(title)}</h2>
            <p>{say(what)}</p>
            <Button
              type="primary"
              href={`/api/registers/${kind}?${query}`}
              target="_blank"
              rel="noreferrer"
              aria-label={`${say(W.print)} ${say(title)}`}
            >
              {say(W.print)}
            </Button>
          </section>
        ))}
      </div>
    </div>
  );
}
