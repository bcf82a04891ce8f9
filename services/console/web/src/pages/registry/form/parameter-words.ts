/** Nothing of a browser is known here, so that a test can hold these against the items. */
const text = (zh: string, en: string) => ({ zh, en });

/** Parameters of items of the check, as forms call them; one that is not here stands under its own name. */
export const PARAMETER_WORDS: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  signatures: text('验证文件内的签名、印章与时间戳', 'verify signatures, seals and timestamps inside files'),
  revocation: text('核对签名者的证书是否已被吊销', 'ask revocation lists about the certificates of signers'),
  most: text('各元素最多字符数（JSON）', 'most characters, by element (JSON)'),
  domains: text('各元素的值域（JSON）', 'domains, by element (JSON)'),
  oldest: text('早于此日的时间视为不合理', 'a time before this day is implausible'),
  aheadMinutes: text('时间最多可晚于检测的分钟数', 'minutes a time may lie after the check'),
  leastBytesPerPage: text('每页至少字节数', 'fewer bytes hold no page'),
  leastAge: text('申请人最低年龄', 'years an applicant has at least'),
  mostAge: text('申请人最高年龄', 'years an applicant has at most'),
  allowed: text('允许的特殊字符', 'special characters that are allowed'),
  required: text('在此必填的元素', 'elements that are required here'),
  optional: text('在此不必填的元素', 'elements that are not required here'),
  sustained: text('可长期保存的格式', 'formats that can be kept for long'),
  hidden: text('查找压缩包与隐藏内容', 'look for what is hidden in containers'),
  oldDays: text('病毒特征几天未更新即提示', 'days after which signatures of viruses are old'),
  expiredDays: text('病毒特征几天未更新即失效', 'days after which they no longer count'),
  oneIn: text('每多少件抽一件人工检查（0 为不抽）', 'one case in so many is looked at by people (0: none)'),
  excluded: text('不计入时限的环节', 'steps that do not count towards limits'),
  posts: text('各环节可由哪些岗位办理（JSON）', 'posts that may take a step, by step (JSON)'),
  apart: text('不得由同一人办理的环节（JSON）', 'steps that no one person may take together (JSON)'),
  units: text(
    '本部门之外可办理环节的单位（JSON；null 为不限）',
    'units beside the department that may take steps (JSON; null: any)',
  ),
  skewDegrees: text('文字行倾斜超过几度视为歪斜', 'degrees beyond which lines are askew'),
  darkPaper: text('纸面灰度低于此值视为过暗（0–255）', 'grey level below which paper is dark (0–255)'),
  faintContrast: text('纸墨灰度差低于此值视为过淡', 'difference of grey levels below which ink is faint'),
  leastDpi: text('扫描最低分辨率（dpi）', 'dots per inch of a scan, at least'),
};
