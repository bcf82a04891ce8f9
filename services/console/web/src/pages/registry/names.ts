import { type Text, text } from '../../app/words.ts';

export const STATES: Readonly<Record<string, Text>> = {
  drafted: text('编制中', 'being drafted'),
  submitted: text('待复核', 'to be reviewed'),
  reviewed: text('待发布', 'to be published'),
  publishing: text('发布中', 'being published'),
  published: text('已发布', 'published'),
  discarded: text('已放弃', 'thrown away'),
};

export const ORIGINS: Readonly<Record<string, Text>> = {
  matter: text('本事项', 'this matter'),
  department: text('部门默认', 'department'),
  city: text('市级默认', 'city'),
  standard: text('标准', 'standard'),
  registry: text('事项登记', 'registry'),
};

export const FIELDS: Readonly<Record<string, Text>> = {
  unlisted: text('范围外材料', 'Unlisted materials'),
  steps: text('办理环节', 'Steps'),
  limits: text('办结时限', 'Time limits'),
  retention: text('保管期限', 'Retention'),
  sharing: text('共享类型', 'Sharing'),
  sharingTerms: text('共享条件', 'Terms of sharing'),
  openness: text('开放审核', 'Openness'),
  class: text('类目', 'Class'),
  check: text('检测方案', 'Rules of the check'),
  suite: text('证据算法', 'Evidence suite'),
  'referenceCode.fonds': text('全宗号', 'Fonds'),
  'referenceCode.category': text('门类', 'Category'),
  'referenceCode.classes': text('类别号', 'Class number'),
  'referenceCode.organisation': text('机构代码', 'Organisation'),
  'referenceCode.width': text('件号位数', 'Digits of the number'),
};

/** Values that are chosen from a list, in words. */
export const CHOICES: Readonly<Record<string, Readonly<Record<string, Text>>>> = {
  retention: { Y: text('永久', 'for ever'), D30: text('30 年', '30 years'), D10: text('10 年', '10 years') },
  sharing: {
    unconditional: text('无条件共享', 'unconditional'),
    conditional: text('有条件共享', 'conditional'),
    none: text('不予共享', 'not shared'),
  },
  openness: { open: text('开放', 'open'), restricted: text('延期开放', 'restricted') },
  unlisted: { refuse: text('退回', 'refused'), warn: text('提示', 'warned of') },
  suite: {
    international: text('国际算法', 'international'),
    national: text('国密算法', 'national'),
    both: text('双算法', 'both'),
  },
};

export const OBJECTIONS: Readonly<Record<string, Text>> = {
  REQUIRED_MISSING: text('缺必备材料', 'a required material is missing'),
  REQUIRED_WHEN_MISSING: text('缺符合条件时必备的材料', 'a material required on a condition is missing'),
  UNLISTED_REFUSED: text('有范围外材料', 'a material that is not listed'),
  TOO_MANY: text('材料数量超出', 'too many materials'),
  FORMAT_NOT_ACCEPTED: text('格式不在接受范围', 'a format that is not taken'),
  STEP_MISSING: text('缺办理环节', 'a step is missing'),
  STEP_NOT_FINISHED: text('办理环节未完成', 'a step was not finished'),
};
