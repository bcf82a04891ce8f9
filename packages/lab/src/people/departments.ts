import { uscc } from './codes.ts';
import { REGION } from './towns.ts';

/** 实施主体: a department of the city as records name it. Names are real, codes and fonds numbers are the lab's own. */
export interface Department {
  name: string;
  uscc: string;
  /** 全宗号 (DA/T 13-2022) */
  fonds: string;
  region: string;
}

const department = (name: string, organisation: string, fonds: string): Department => ({
  name,
  uscc: uscc('11', organisation),
  fonds,
  region: REGION,
});

export const DEPARTMENTS = {
  health: department('东莞市卫生健康局', '90071001', 'J031'),
  land: department('东莞市自然资源局', '90071002', 'J047'),
  disabled: department('东莞市残疾人联合会', '90071003', 'Q012'),
  insurance: department('东莞市社会保险基金管理中心', '90071004', 'J058'),
  market: department('东莞市市场监督管理局', '90071005', 'J036'),
  police: department('东莞市公安局', '90071006', 'J015'),
  housing: department('东莞市住房和城乡建设局', '90071007', 'J049'),
  civil: department('东莞市民政局', '90071008', 'J017'),
  education: department('东莞市教育局', '90071009', 'J028'),
  transport: department('东莞市交通运输局', '90071010', 'J052'),
  emergency: department('东莞市应急管理局', '90071011', 'J061'),
  tax: department('国家税务总局东莞市税务局', '90071012', 'J040'),
  labour: department('东莞市人力资源和社会保障局', '90071013', 'J057'),
  ecology: department('东莞市生态环境局', '90071014', 'J062'),
  water: department('东莞市水务局', '90071015', 'J053'),
  agriculture: department('东莞市农业农村局', '90071016', 'J051'),
  culture: department('东莞市文化广电旅游体育局', '90071017', 'J030'),
  urban: department('东莞市城市管理和综合执法局', '90071018', 'J050'),
  commerce: department('东莞市商务局', '90071019', 'J035'),
  science: department('东莞市科学技术局', '90071020', 'J029'),
  industry: department('东莞市工业和信息化局', '90071021', 'J034'),
  reform: department('东莞市发展和改革局', '90071022', 'J033'),
  forestry: department('东莞市林业局', '90071023', 'J054'),
  veterans: department('东莞市退役军人事务局', '90071024', 'J063'),
} as const satisfies Record<string, Department>;
export type DepartmentId = keyof typeof DEPARTMENTS;
