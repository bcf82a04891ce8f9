import type { DepartmentId } from '../people/departments.ts';

/** What one applies for in a city, by department: a subject, and the mould its matters have. Names of kinds that are met in lists of government-service matters; made up as a list. */
export const SUBJECTS: Readonly<Record<DepartmentId, readonly (readonly [subject: string, mould: string])[]>> = {
  health: [
    ['医疗机构执业', 'permit-company'],
    ['放射诊疗', 'permit-company'],
    ['饮用水供水单位卫生', 'permit-company'],
    ['母婴保健技术服务', 'permit-company'],
    ['义诊活动', 'record-company'],
  ],
  land: [
    ['建设用地规划', 'permit-company'],
    ['建设工程验线', 'record-company'],
    ['采矿权', 'permit-company'],
    ['地图审核', 'record-company'],
    ['临时用地', 'permit-company'],
  ],
  disabled: [
    ['残疾人辅助器具', 'benefit-person'],
    ['残疾儿童康复救助', 'benefit-person'],
    ['残疾人创业扶持', 'benefit-person'],
    ['残疾人机动轮椅车', 'benefit-person'],
  ],
  insurance: [
    ['养老保险关系', 'record-person'],
    ['工伤认定', 'record-company'],
    ['失业保险待遇', 'benefit-person'],
    ['灵活就业参保', 'record-person'],
  ],
  market: [
    ['特种设备使用', 'permit-company'],
    ['计量标准器具', 'permit-company'],
    ['药品零售经营', 'permit-company'],
    ['食品生产', 'permit-company'],
    ['广告发布', 'record-company'],
  ],
  police: [
    ['保安服务公司', 'permit-company'],
    ['旅馆业特种行业', 'permit-company'],
    ['剧毒化学品购买', 'permit-company'],
    ['户口迁移', 'record-person'],
    ['机动车登记', 'record-person'],
  ],
  housing: [
    ['建筑工程施工', 'permit-company'],
    ['商品房预售', 'permit-company'],
    ['燃气经营', 'permit-company'],
    ['公共租赁住房', 'benefit-person'],
    ['建筑施工企业安全生产', 'permit-company'],
  ],
  civil: [
    ['社会团体', 'permit-company'],
    ['民办非企业单位', 'permit-company'],
    ['养老机构', 'record-company'],
    ['临时救助', 'benefit-person'],
    ['孤儿基本生活费', 'benefit-person'],
  ],
  education: [
    ['教师资格', 'permit-person'],
    ['校车使用', 'permit-company'],
    ['民办幼儿园办学', 'permit-company'],
    ['普通话水平测试', 'record-person'],
  ],
  transport: [
    ['道路旅客运输经营', 'permit-company'],
    ['港口经营', 'permit-company'],
    ['机动车维修经营', 'record-company'],
    ['网络预约出租汽车经营', 'permit-company'],
    ['船舶营业运输', 'permit-company'],
  ],
  emergency: [
    ['危险化学品经营', 'permit-company'],
    ['烟花爆竹经营', 'permit-company'],
    ['生产安全事故应急预案', 'record-company'],
    ['特种作业操作资格', 'permit-person'],
  ],
  tax: [
    ['增值税专用发票最高开票限额', 'permit-company'],
    ['出口退税', 'record-company'],
    ['税务登记', 'record-company'],
  ],
  labour: [
    ['人力资源服务', 'permit-company'],
    ['劳务派遣经营', 'permit-company'],
    ['技能提升补贴', 'benefit-person'],
    ['就业困难人员社会保险补贴', 'benefit-person'],
    ['职称评审', 'record-person'],
  ],
  ecology: [
    ['排污', 'permit-company'],
    ['辐射安全', 'permit-company'],
    ['建设项目环境影响评价', 'permit-company'],
    ['危险废物经营', 'permit-company'],
  ],
  water: [
    ['取水', 'permit-company'],
    ['河道管理范围内建设项目', 'permit-company'],
    ['城镇污水排入排水管网', 'permit-company'],
    ['生产建设项目水土保持方案', 'permit-company'],
  ],
  agriculture: [
    ['农药经营', 'permit-company'],
    ['兽药经营', 'permit-company'],
    ['动物防疫条件', 'permit-company'],
    ['农业机械购置补贴', 'benefit-person'],
    ['渔业捕捞', 'permit-person'],
  ],
  culture: [
    ['营业性演出', 'permit-company'],
    ['娱乐场所经营', 'permit-company'],
    ['旅行社经营', 'permit-company'],
    ['高危险性体育项目经营', 'permit-company'],
    ['导游资格', 'permit-person'],
  ],
  urban: [
    ['户外广告设施', 'permit-company'],
    ['建筑垃圾处置', 'permit-company'],
    ['临时占用城市绿地', 'permit-company'],
    ['城市道路挖掘', 'permit-company'],
  ],
  commerce: [
    ['成品油零售经营', 'permit-company'],
    ['对外劳务合作经营', 'permit-company'],
    ['二手车交易市场', 'record-company'],
  ],
  science: [
    ['外国人来华工作', 'permit-person'],
    ['科技型中小企业', 'record-company'],
    ['技术合同认定', 'record-company'],
  ],
  industry: [
    ['民用爆炸物品销售', 'permit-company'],
    ['技术改造项目', 'record-company'],
    ['无线电台执照', 'permit-company'],
  ],
  reform: [
    ['企业投资项目', 'record-company'],
    ['固定资产投资项目节能审查', 'permit-company'],
    ['粮食收购', 'record-company'],
  ],
  forestry: [
    ['林木采伐', 'permit-company'],
    ['野生动物人工繁育', 'permit-company'],
    ['临时使用林地', 'permit-company'],
  ],
  veterans: [
    ['退役军人优待证', 'record-person'],
    ['伤残抚恤', 'benefit-person'],
    ['自主就业一次性经济补助', 'benefit-person'],
  ],
};

/** What is done about a subject, by mould. */
export const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'permit-company': ['许可', '许可变更', '许可延续', '许可补证', '许可注销', '许可信息更正'],
  'permit-person': ['认定', '认定变更', '认定延续', '认定补证', '认定注销'],
  'record-company': ['备案', '备案变更', '备案注销', '备案信息更正'],
  'record-person': ['登记', '登记变更', '登记信息更正'],
  'benefit-person': ['申领', '资格复核', '待遇变更', '停发登记'],
};

export const nameOf = (subject: string, action: string): string => `${subject}${action}`;

/** Every character that a name of a city's matter has: what a font must hold where names are filled in. */
export const CITY_CHARACTERS = [
  ...new Set(
    Object.values(SUBJECTS).flatMap((subjects) =>
      subjects.flatMap(([subject, mould]) => ACTIONS[mould]!.flatMap((action) => [...nameOf(subject, action)])),
    ),
  ),
].join('');
