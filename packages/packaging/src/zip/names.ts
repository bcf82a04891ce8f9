/** Path of an entry that is safe to unpack anywhere: relative, of plain segments, composed (NFC), no control characters, nothing Windows or Unix would read otherwise. */
export function unsafeName(path: string): string | undefined {
  if (path === '') return 'an empty name / 空路径';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'an absolute path / 绝对路径';
  if (path.includes('\\')) return 'a backslash / 反斜线';
  if (/[\p{Cc}\u2028\u2029\ufffe\uffff]/u.test(path)) return 'control characters / 控制字符';
  if (path.split('/').some((part) => part === '..')) return 'a way out of the folder (..) / 路径穿越';
  if (path.split('/').some((part) => part === '' || part === '.')) return 'an empty segment / 空路径段';
  if (path.normalize('NFC') !== path) return 'not composed (NFC) / 未按 NFC 组合';
  return undefined;
}

/** Two names that a file system without case would take for one. */
export const folded = (path: string): string => path.normalize('NFC').toLowerCase();
