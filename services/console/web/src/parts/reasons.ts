import { type Text, text } from '../app/words.ts';

/** Why something was refused or put aside, by its stable code. A code that is not here is shown as it is. */
const REASONS: Readonly<Record<string, Text>> = {
  DIGEST_MISMATCH: text('摘要不符', 'Digest does not match'),
  SIZE_MISMATCH: text('大小不符', 'Size does not match'),
  NOT_FOUND: text('找不到文件', 'File not found'),
  TOO_LARGE: text('过大', 'Too large'),
  ADDRESS_NOT_ALLOWED: text('地址不在许可范围', 'Address not allowed'),
  FETCH_REFUSED: text('对方拒绝下载', 'The other side refused'),
  EMPTY_FILE: text('空文件', 'Empty file'),
  CASE_UNKNOWN: text('没有此办件', 'No such case'),
  CASE_ALREADY_OPEN: text('办件已存在', 'The case is open already'),
  CASE_CLOSED: text('办件已办结', 'The case is closed'),
  NOT_JSON: text('不是合法的 JSON', 'Not JSON'),
  NOT_UTF8: text('不是 UTF-8', 'Not UTF-8'),
  MALFORMED: text('不符合契约', 'Breaks the contract'),
  RIGHTS: text('无权限', 'No right to it'),
  CASE_NOT_STORED: text('尚未入库', 'Not stored yet'),
  NO_SUCH_FILE: text('没有此文件', 'No such file'),
  FORMAT_HAS_NO_COPY: text('该格式不能制作副本', 'No copy of this format'),
  VIRUS: text('病毒', 'Virus'),
  INFECTED: text('检出病毒', 'Infected'),
  SCHEME_UNKNOWN: text('没有此归档方案', 'No such scheme'),
};

export const reasonText = (code: string): Text => {
  const known = REASONS[code];
  return known ? text(`${known.zh}(${code})`, `${known.en} (${code})`) : text(code, code);
};
