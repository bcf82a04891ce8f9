/** What calls an operator, and what to do about it. One list: the rules that Prometheus evaluates and the page that people read are both made from it. */
export interface Alarm {
  /** Stable; alert managers route by it. */
  readonly name: string;
  readonly group: 'services' | 'stream' | 'log' | 'doors' | 'holdings';
  /** critical: somebody gets up at night; warning: somebody looks today. */
  readonly severity: 'critical' | 'warning';
  /** PromQL: true for each thing that is in trouble. */
  readonly expr: string;
  /** How long it has to be so. */
  readonly for: string;
  /** What is the matter, with labels of the expression in {{ }}. */
  readonly zh: string;
  readonly en: string;
  /** What to do, step by step. */
  readonly stepsZh: readonly string[];
  readonly stepsEn: readonly string[];
}

const LAG = 'sum by (step) (guidang_step_lag_records)';
const refused = 'sum(rate(guidang_step_records_total{step="check",type="CaseRefused"}[1h]))';
const judged = 'sum(rate(guidang_step_records_total{step="check",type=~"CaseRefused|CaseChecked"}[1h]))';

/** The same asked of both doors. */
const either = (of: (door: 'intake' | 'use') => string): string => `${of('intake')} or ${of('use')}`;

export const ALARMS: readonly Alarm[] = [
  {
    name: 'GuidangServiceDown',
    group: 'services',
    severity: 'critical',
    expr: 'up{job="guidang"} == 0',
    for: '1m',
    zh: '服务 {{ $labels.instance }} 无法访问',
    en: 'service {{ $labels.instance }} cannot be reached',
    stepsZh: [
      '查看该服务日志的最后几行：它在退出时会说明原因。',
      '若为配置错误，日志列出全部有误的项，改正后重新启动。',
      '若反复退出，先确认消息总线、数据库、存储是否可用；服务重启不会丢失或重复任何记录。',
    ],
    stepsEn: [
      'Read the last lines of its log: it says why it ended.',
      'A faulty setting is named there, all of them at once; mend it and start again.',
      'If it ends again and again, look whether bus, database and stores answer. Starting again loses nothing and does nothing twice.',
    ],
  },
  {
    name: 'GuidangServiceRestarts',
    group: 'services',
    severity: 'warning',
    expr: 'changes(process_start_time_seconds{job="guidang"}[1h]) > 3',
    for: '0m',
    zh: '服务 {{ $labels.service }} 一小时内重启超过三次',
    en: 'service {{ $labels.service }} started again more than three times in an hour',
    stepsZh: ['查看退出前的日志。', '检查内存上限：超出上限的进程会被系统结束，且不留日志。'],
    stepsEn: [
      'Read the log before each end.',
      'Look at the memory limit: a process that is ended by the system leaves no word.',
    ],
  },
  {
    name: 'GuidangEventLoopBlocked',
    group: 'services',
    severity: 'warning',
    expr: 'nodejs_eventloop_lag_p99_seconds{job="guidang"} > 0.5',
    for: '10m',
    zh: '服务 {{ $labels.service }} 处理迟滞（事件循环 p99 超过 0.5 秒）',
    en: 'service {{ $labels.service }} is slow to answer (event loop p99 above 0.5 s)',
    stepsZh: ['查看该机 CPU 是否饱和。', '若只有一个服务如此，增加该服务的实例或 CPU。'],
    stepsEn: [
      'Look whether the machine has CPU left.',
      'Where it is one service alone, give it more instances or more CPU.',
    ],
  },
  {
    name: 'GuidangFilesRunOut',
    group: 'services',
    severity: 'warning',
    expr: 'process_open_fds{job="guidang"} / process_max_fds{job="guidang"} > 0.8',
    for: '5m',
    zh: '服务 {{ $labels.service }} 打开的文件接近上限',
    en: 'service {{ $labels.service }} has nearly all files open that it may',
    stepsZh: ['提高进程的文件数上限后重启。', '若持续增长，保存 /metrics 与日志并报告。'],
    stepsEn: [
      'Raise the limit of open files and start it again.',
      'If the number goes on growing, keep /metrics and the log and report it.',
    ],
  },
  {
    name: 'GuidangStepStalled',
    group: 'stream',
    severity: 'critical',
    expr: `${LAG} > 0 and on (step) sum by (step) (rate(guidang_step_records_total[10m])) == 0`,
    for: '10m',
    zh: '环节 {{ $labels.step }} 有 {{ $value }} 条记录等待，但十分钟没有处理任何一条',
    en: 'step {{ $labels.step }} has {{ $value }} records waiting and decided none in ten minutes',
    stepsZh: [
      '在控制台打开该环节，查看反复失败的原因（“稍后再试”的错误名）。',
      '若为外部依赖（时间戳机构、杀毒、存储），恢复该依赖即可，环节会自行继续。',
      '若是同一条记录反复失败而非依赖故障，保留现场，报告该记录的主题、分区与位置；不要跳过。',
    ],
    stepsEn: [
      'Open the step in the console and read what keeps failing (the name of the error that is asked again).',
      'If something outside is away (authority, scanner, store), bring it back; the step goes on by itself.',
      'If it is one record and nothing is away, report its topic, partition and offset. Do not skip it.',
    ],
  },
  {
    name: 'GuidangStepFallsBehind',
    group: 'stream',
    severity: 'warning',
    expr: `${LAG} > 1000 and on (step) sum by (step) (deriv(guidang_step_lag_records[30m])) > 0`,
    for: '30m',
    zh: '环节 {{ $labels.step }} 积压 {{ $value }} 条且仍在增长',
    en: 'step {{ $labels.step }} is {{ $value }} records behind, and falls further behind',
    stepsZh: [
      '查看处理耗时一栏，确定慢在何处。',
      '增加该环节的实例（不超过分区数）。',
      '批量导入期间属正常，导入结束后应回落。',
    ],
    stepsEn: [
      'Look at the seconds of a decision to see what is slow.',
      'Give the step more instances, as many as there are partitions at most.',
      'During a bulk import this is as it should be; it has to fall again afterwards.',
    ],
  },
  {
    name: 'GuidangRecordsParked',
    group: 'stream',
    severity: 'warning',
    expr: 'sum by (step, type) (increase(guidang_step_records_total{outcome="park"}[15m])) > 0',
    for: '0m',
    zh: '环节 {{ $labels.step }} 搁置了记录：{{ $labels.type }}',
    en: 'step {{ $labels.step }} put records aside: {{ $labels.type }}',
    stepsZh: [
      '在控制台“搁置”页查看原始内容与原因。',
      'SCHEME_UNKNOWN：发布缺少的方案版本后放行。',
      '格式不符：请发布系统更正后重新发送，再以理由关闭该记录。',
    ],
    stepsEn: [
      'Look at the bytes and the reason on the page of parked records.',
      'SCHEME_UNKNOWN: publish the version that is missing, then release.',
      'Not as the contract has it: the publishing system sends it again, mended; close the record with that reason.',
    ],
  },
  {
    name: 'GuidangStepRetries',
    group: 'stream',
    severity: 'warning',
    expr: 'sum by (step, error) (rate(guidang_step_retries_total[10m])) > 0.2',
    for: '15m',
    zh: '环节 {{ $labels.step }} 持续重试：{{ $labels.error }}',
    en: 'step {{ $labels.step }} keeps asking again: {{ $labels.error }}',
    stepsZh: ['按错误名找到不应答的外部依赖并恢复。', '重试不产生重复，也不丢失；只是等待。'],
    stepsEn: [
      'The name of the error says what does not answer; bring it back.',
      'Asking again does nothing twice and loses nothing; it waits.',
    ],
  },
  {
    name: 'GuidangStepTroubles',
    group: 'stream',
    severity: 'warning',
    expr: 'sum by (step, where) (increase(guidang_step_troubles_total[30m])) > 3',
    for: '0m',
    zh: '环节 {{ $labels.step }} 半小时内多次重新开始：{{ $labels.where }}',
    en: 'step {{ $labels.step }} lost its footing again and again: {{ $labels.where }}',
    stepsZh: ['检查消息总线与数据库的连接与负载。', '重新部署期间偶发属正常。'],
    stepsEn: ['Look at bus and database: connections, load.', 'A few during a deployment are as they should be.'],
  },
  {
    name: 'GuidangCommitsSlow',
    group: 'stream',
    severity: 'warning',
    expr: 'histogram_quantile(0.95, sum by (le, step) (rate(guidang_step_commit_seconds_bucket[15m]))) > 2',
    for: '15m',
    zh: '环节 {{ $labels.step }} 提交缓慢（p95 超过 2 秒）',
    en: 'step {{ $labels.step }} commits slowly (p95 above 2 s)',
    stepsZh: ['检查消息总线的磁盘与副本同步。'],
    stepsEn: ['Look at the bus: its disks, and whether its replicas are in step.'],
  },
  {
    name: 'GuidangManyRefusals',
    group: 'stream',
    severity: 'warning',
    expr: `${refused} / ${judged} > 0.2 and ${judged} > 0.01`,
    for: '1h',
    zh: '一小时内超过两成办件未通过四性检测',
    en: 'more than one in five cases failed the check for an hour',
    stepsZh: [
      '在统计页按原因与部门查看：通常是一个部门、一个事项、一条规则。',
      '若为方案新版本所致，用试运行比对后发布更正版本；已受理办件按其受理时的版本办理。',
    ],
    stepsEn: [
      'Look at the reasons by department: mostly it is one department, one matter, one rule.',
      'If a new version of a scheme does it, try a mended one in a dry run and publish that. Accepted cases keep their version.',
    ],
  },
  {
    name: 'GuidangLinkRefusedByNotary',
    group: 'log',
    severity: 'critical',
    expr: 'guidang_log_refused == 1',
    for: '0m',
    zh: '存证服务已停止：有一条链节不能由其事实推出',
    en: 'the notary has stopped: a link does not follow from its facts',
    stepsZh: [
      '不要删除或改动任何数据，不要重启环节服务。',
      '日志给出该链节的主题、分区、位置、代码与字段（不含内容），导出并报告。',
      '运行审计（guidang audit），由其报告得知期望与实际的差异及受影响的范围。',
    ],
    stepsEn: [
      'Delete and change nothing; do not start the steps again.',
      'The log names topic, partition, offset, code and field, and nothing that stands in them: keep it and report it.',
      'Run an audit: it says what was expected, what was found, and what else is concerned.',
    ],
  },
  {
    name: 'GuidangLogUnwitnessed',
    group: 'log',
    severity: 'warning',
    expr: 'guidang_log_unwitnessed == 1',
    for: '15m',
    zh: '最新存证点十五分钟未获见证方会签',
    en: 'the newest head of the log has lacked its cosignature for fifteen minutes',
    stepsZh: ['联系见证方，确认其服务与网络。', '期间归档照常；会签恢复后一次补齐。'],
    stepsEn: [
      'Ask the witness whether its service and network are well.',
      'Archiving goes on meanwhile; one cosignature afterwards covers everything before it.',
    ],
  },
  {
    name: 'GuidangCosignatureOld',
    group: 'log',
    severity: 'critical',
    expr: 'time() - guidang_log_cosigned_at_seconds > 14400 and guidang_log_unwitnessed == 1',
    for: '5m',
    zh: '超过四小时没有任何存证点获得会签',
    en: 'no head of the log was cosigned for more than four hours',
    stepsZh: [
      '若见证方拒绝会签（一致性证明不成立），立即报告：这意味着日志出现分叉。',
      '若见证方停机，启用备用见证方。',
    ],
    stepsEn: [
      'If the witness refuses (the proof of consistency does not hold), report it at once: the log would have forked.',
      'If it is away, take the other witness.',
    ],
  },
  {
    name: 'GuidangLogTimestampOld',
    group: 'log',
    severity: 'warning',
    expr: 'time() - guidang_log_timestamped_at_seconds > 86400 and guidang_log_timestamped_at_seconds > 0',
    for: '10m',
    zh: '存证点已超过一天未加盖可信时间戳',
    en: 'the log was not timestamped for more than a day',
    stepsZh: ['检查时间戳机构是否可用、证书是否到期。'],
    stepsEn: ['Look whether the timestamp authority answers, and whether its certificate is still valid.'],
  },
  {
    name: 'GuidangLogStandsStill',
    group: 'log',
    severity: 'critical',
    expr: 'sum(increase(guidang_step_records_total{outcome="emit"}[15m])) > 0 unless on () sum(increase(guidang_log_links_total[15m])) > 0',
    for: '15m',
    zh: '各环节在写链节，但存证日志没有增长',
    en: 'the steps write links and the log does not grow',
    stepsZh: ['查看存证服务是否运行、是否拒绝了链节。', '恢复后会从停下的位置继续，不遗漏。'],
    stepsEn: [
      'Look whether the notary runs, and whether it refused a link.',
      'It goes on where it stopped and leaves nothing out.',
    ],
  },
  {
    name: 'GuidangNobodyStamps',
    group: 'log',
    severity: 'critical',
    expr: 'guidang_timestamp_nobody_seconds > 300',
    for: '0m',
    zh: '五分钟以来没有任何时间戳机构应答（{{ $labels.purpose }}）',
    en: 'no authority has stamped for five minutes ({{ $labels.purpose }})',
    stepsZh: [
      '检查到时间戳机构的网络、账号与证书。',
      '启用备用机构：在固化服务的配置中加入其地址与信任锚，重新启动。',
      '期间办件在固化环节等待，不会丢失；恢复后自动继续。',
    ],
    stepsEn: [
      'Look at the way to the authority, the account there, and its certificate.',
      "Bring in the second authority: its address and anchors into seal's settings, and start seal again.",
      'Cases wait at seal meanwhile and go on by themselves.',
    ],
  },
  {
    name: 'GuidangAuthorityRests',
    group: 'log',
    severity: 'warning',
    expr: 'guidang_timestamp_resting_seconds > 0',
    for: '15m',
    zh: '时间戳机构 {{ $labels.authority }} 不可用（{{ $labels.purpose }}），由其他机构代替',
    en: 'authority {{ $labels.authority }} does not stamp ({{ $labels.purpose }}); another one stands in',
    stepsZh: ['看板“应答”一栏给出原因代码。', '联系该机构；在它恢复前只剩其余机构可用。'],
    stepsEn: [
      'The board shows the code of why not.',
      'Call the authority; until it is back there is only the other one.',
    ],
  },
  {
    name: 'GuidangEvidenceLost',
    group: 'holdings',
    severity: 'critical',
    expr: 'max by (suite) (guidang_renewal_overdue_records) > 0 or max by (suite) (delta(guidang_renewal_refused_records[1d])) > 0',
    for: '0m',
    zh: '有证据记录已失效，未能及时续期（{{ $labels.suite }}）',
    en: 'evidence records ran out before they were renewed ({{ $labels.suite }})',
    stepsZh: [
      '在入库主题中查找 RenewalRefused 链节，其原因代码说明为何不能续期。',
      '固化时间仍由存证日志证明：为这些办件导出证明文件并另行保管。',
      '按下一条查明续期为何停下，以免更多记录失效。',
    ],
    stepsEn: [
      'Look for RenewalRefused links of store: their codes say why.',
      'The log still proves when they were sealed: write out the proofs of these cases and keep them apart.',
      'See below why renewals stopped, before more records run out.',
    ],
  },
  {
    name: 'GuidangRenewalsStuck',
    group: 'holdings',
    severity: 'warning',
    expr: 'max by (suite, why) (guidang_renewal_stuck_records) > 0',
    for: '7d',
    zh: '应续期的证据记录无法续期（{{ $labels.suite }}，{{ $labels.why }}）',
    en: 'evidence records that are due cannot be renewed ({{ $labels.suite }}, {{ $labels.why }})',
    stepsZh: [
      'no-authority：在入库服务的配置中加入该算法的时间戳机构。',
      'no-digest：在证据策略中指定继任的摘要算法。',
      'not-worth-it：现有机构的证书或算法不比旧记录持久，换用新的机构。',
    ],
    stepsEn: [
      "no-authority: name an authority of that suite in store's settings.",
      'no-digest: the evidence policy has to name a digest to go on under.',
      'not-worth-it: certificate or algorithm of the authority last no longer than the record; take another one.',
    ],
  },
  {
    name: 'GuidangRenewalsNotWatched',
    group: 'holdings',
    severity: 'warning',
    expr: 'time() - max(guidang_renewal_swept_at_seconds) > 172800',
    for: '1h',
    zh: '超过两天未检查证据记录是否需要续期',
    en: 'nobody has looked for two days which evidence records have to be renewed',
    stepsZh: ['查看入库服务的日志；消息总线或时间戳机构不应答时，检查会中止并重试。'],
    stepsEn: ["Look at store's log: a look ends and begins again while the bus or an authority does not answer."],
  },
  {
    name: 'GuidangDoorFails',
    group: 'doors',
    severity: 'critical',
    expr: either(
      (door) =>
        `sum by (service, method, route) (rate(guidang_${door}_request_seconds_count{status=~"5.."}[10m])) > 0.05`,
    ),
    for: '5m',
    zh: '接口 {{ $labels.service }} {{ $labels.method }} {{ $labels.route }} 持续返回系统错误',
    en: 'door {{ $labels.service }} {{ $labels.method }} {{ $labels.route }} keeps answering with errors of ours',
    stepsZh: ['查看“依赖故障”一栏，恢复不应答的部分。', '发布系统会自行重试；同一事件重复发送不会产生重复。'],
    stepsEn: [
      'Look at what the door rests on and bring back what does not answer.',
      'Publishers ask again by themselves; the same event twice does nothing twice.',
    ],
  },
  {
    name: 'GuidangDoorDependencyAway',
    group: 'doors',
    severity: 'warning',
    expr: either((door) => `sum by (service, where) (increase(guidang_${door}_failures_total[10m])) > 5`),
    for: '0m',
    zh: '{{ $labels.service }} 的依赖 {{ $labels.where }} 不应答',
    en: '{{ $labels.where }}, on which {{ $labels.service }} rests, does not answer',
    stepsZh: ['按名称恢复该依赖（消息总线、数据库、存储）。'],
    stepsEn: ['Bring it back: the label says which one (bus, database, store).'],
  },
  {
    name: 'GuidangEventsWait',
    group: 'doors',
    severity: 'warning',
    expr: 'guidang_intake_waiting_bytes > 33554432',
    for: '5m',
    zh: '接入有 {{ $value | humanize1024 }}B 事件等待写入消息总线',
    en: '{{ $value | humanize1024 }}B of events wait for the bus at intake',
    stepsZh: ['检查消息总线；等待超过上限时接入会拒绝新请求，发布系统会重试。'],
    stepsEn: ['Look at the bus. Above its limit intake refuses new requests, and publishers ask again.'],
  },
  {
    name: 'GuidangPublisherRefused',
    group: 'doors',
    severity: 'warning',
    expr: 'sum by (code) (rate(guidang_intake_refusals_total[15m])) > 0.5',
    for: '15m',
    zh: '接入持续拒绝请求：{{ $labels.code }}',
    en: 'intake keeps refusing requests: {{ $labels.code }}',
    stepsZh: ['按代码判断：密钥错误、超出部门范围、内容不符契约或含有个人信息。', '联系发布系统的责任单位。'],
    stepsEn: [
      'The code says what it is: a wrong key, another department, content against the contract or with personal data.',
      'Call whoever runs the publishing system.',
    ],
  },
  {
    name: 'GuidangHoldingUnreadable',
    group: 'holdings',
    severity: 'critical',
    expr: 'sum by (place) (increase(guidang_use_holding_failures_total[1h])) > 0',
    for: '0m',
    zh: '存储 {{ $labels.place }} 中有归档信息包读不出或与原来不符',
    en: 'packages in place {{ $labels.place }} could not be read, or were not what they had been',
    stepsZh: [
      '不要在该存储上写入或清理。',
      '日志列出对象名；由另一处副本核对并修复。',
      '对该存储立即进行一轮固定性检查。',
    ],
    stepsEn: [
      'Write and clean nothing in that place.',
      'The log names the objects; compare them with the copy in the other place and repair from there.',
      'Start a fixity round over that place now.',
    ],
  },
  {
    name: 'GuidangNoSchemes',
    group: 'services',
    severity: 'critical',
    expr: 'guidang_registry_schemes == 0',
    for: '5m',
    zh: '登记服务中没有任何归档方案',
    en: 'registry knows no scheme',
    stepsZh: ['检查主题 registry.schemes 是否可读；没有方案时全部新办件都会被搁置。'],
    stepsEn: ['Look whether registry.schemes can be read; without schemes every new case is put aside.'],
  },
];
