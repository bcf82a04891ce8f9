/** What of ours is judged, in the order of the report. */
export const KINDS = {
  record: '办理过程文件 / process record',
  signature: '固化签名 / signature of a seal',
  token: '固化时间戳 / timestamp of seals',
  evidence: '证据记录 / evidence record',
  package: '归档信息包 / package',
  description: '包内描述文件 / description in a package',
  copy: '利用副本 / use copy',
  log: '存证日志 / log',
  checkpoint: '存证点 / checkpoint',
  headToken: '存证点时间戳 / timestamp of a checkpoint',
  format: '格式识别 / format identification',
  rules: '告警规则 / alarm rules',
  board: '监控看板 / board',
} as const;

export type Kind = keyof typeof KINDS;
