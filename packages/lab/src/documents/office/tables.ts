import type { Person } from '../../people/persons.ts';
import type { Random } from '../../random.ts';
import type { Table } from './xlsx.ts';

/** The list or schedule behind a material by its title. `people` are those a roster names. */
export function tableFor(title: string, people: readonly Person[], random: Random): Table {
  if (title.includes('名册')) return roster(title, people, random);
  if (title.includes('车辆')) return vehicles(title, random);
  return title.includes('指标') ? indicators(title, random) : equipment(title, random);
}

const columns = (...of: [name: string, width: number][]): Table['columns'] =>
  of.map(([name, width]) => ({ name, width }));
const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i + 1));

const roster = (title: string, people: readonly Person[], random: Random): Table => ({
  title,
  columns: columns(['序号', 8], ['姓名', 12], ['性别', 8], ['公民身份号码', 24], ['任教学科', 14], ['教师资格', 18]),
  rows: people.map(({ name, gender, idNumber }, i) => [
    i + 1,
    name,
    gender,
    idNumber,
    random.pick(['语文', '数学', '英语', '科学', '体育', '音乐', '美术']),
    random.pick(['小学教师资格', '初级中学教师资格', '高级中学教师资格']),
  ]),
});

const vehicles = (title: string, random: Random): Table => ({
  title,
  columns: columns(['序号', 8], ['车牌号码', 14], ['车辆类型', 18], ['核定载质量（千克）', 20], ['注册年份', 12]),
  rows: many(random.between(2, 16), (n) => [
    n,
    `粤S${random.pick([...'ABCDEFGHJK'])}${random.digits(4)}`,
    random.pick(['重型厢式货车', '中型仓栅式货车', '重型半挂牵引车', '轻型冷藏车']),
    random.between(15, 320) * 100,
    random.between(2015, 2025),
  ]),
});

const INDICATORS: readonly (readonly [name: string, unit: string, from: number, to: number])[] = [
  ['总用地面积', '平方米', 8000, 60000],
  ['总建筑面积', '平方米', 8600, 120000],
  ['计容建筑面积', '平方米', 8000, 100000],
  ['建筑基底面积', '平方米', 2000, 20000],
  ['建筑密度', '%', 18, 45],
  ['绿地率', '%', 20, 38],
  ['建筑高度', '米', 12, 99],
  ['建筑层数', '层', 3, 32],
  ['机动车停车位', '个', 40, 900],
  ['非机动车停车位', '个', 100, 1500],
  ['充电桩车位', '个', 12, 300],
  ['配套用房面积', '平方米', 120, 1500],
];

const indicators = (title: string, random: Random): Table => ({
  title,
  columns: columns(['序号', 8], ['指标名称', 22], ['单位', 10], ['规划条件', 14], ['设计值', 14], ['备注', 20]),
  rows: INDICATORS.map(([name, unit, from, to], i) => {
    const limit = random.between(from, to);
    const designed = Math.round(limit * 0.97 * 10) / 10;
    return [i + 1, name, unit, limit, '个层'.includes(unit) ? Math.floor(designed) : designed, ''];
  }),
});

const equipment = (title: string, random: Random): Table => ({
  title,
  columns: columns(['序号', 8], ['名称', 22], ['型号', 18], ['数量', 10], ['用途', 22]),
  rows: many(random.between(8, 22), (n) => [
    n,
    random.pick(['冷藏柜', '消毒柜', '紫外线灯', '洗手池', '货架', '排烟罩', '灭火器', '留样冰箱', '保温台', '垃圾桶']),
    `${random.pick([...'ABCDEFGH'])}${random.pick([...'KLMNP'])}-${random.digits(3)}`,
    random.between(1, 8),
    random.pick(['食品贮存', '餐具消毒', '清洗', '加工制作', '消防安全', '留样']),
  ]),
});
