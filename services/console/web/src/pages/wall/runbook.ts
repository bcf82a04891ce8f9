import type { AlarmCode } from '../../../../src/api/wall.ts';
import { type Text, text } from '../../app/words.ts';

export interface Entry {
  readonly what: Text;
  readonly todo: readonly Text[];
}

/** What each alarm means and what to do, in the order of doing. `{about}` and `{value}` are the alarm's own. */
export const RUNBOOK: Readonly<Record<AlarmCode, Entry>> = {
  SERVICE_DOWN: {
    what: text('{about}服务没有应答', '{about} does not answer'),
    todo: [
      text(
        '在运行它的机器上看进程与日志（本机：make status、make logs part=名称）。',
        'Look at its process and log where it runs (locally: make status, make logs part=NAME).',
      ),
      text(
        '重新启动；已读未写的记录会重做，不会丢也不会重复。',
        'Start it again; what was read and not written is done again, nothing is lost or doubled.',
      ),
      text(
        '反复退出时，按日志最后一条 fatal 或 error 处理，不要清空数据库。',
        'If it keeps ending, act on the last fatal or error line of its log; do not empty its database.',
      ),
    ],
  },
  SERVICE_NOT_READY: {
    what: text('{about}服务未就绪', '{about} is not ready'),
    todo: [
      text(
        '刚启动或刚接管分区时属正常，一分钟内应恢复。',
        'Normal just after a start or a takeover; it should be over within a minute.',
      ),
      text(
        '超过一分钟：检查它依赖的消息总线、数据库、存储、时间戳服务。',
        'Longer than that: look at the broker, database, stores and timestamp authority it needs.',
      ),
    ],
  },
  STEP_STALLED: {
    what: text('{about}环节停滞，有 {value} 个办件在等', '{about} stands still; {value} cases wait'),
    todo: [
      text(
        '先处理本页上其他告警：它所用的服务、存储或时间戳多半不应答。',
        'First mend the other alarms here: most likely something it needs does not answer.',
      ),
      text(
        '看“重试”是否在涨：在涨说明它在反复尝试，外部恢复后会自动继续。',
        'If “retries” grows it keeps trying and will go on by itself once that is back.',
      ),
      text(
        '不涨且无告警：点最久的办件，看最后一个链节与日志中的 error。',
        'If not, open the oldest case and look at its last link and at the error lines of the log.',
      ),
    ],
  },
  STEP_PAUSED: {
    what: text('{about}环节已被人为暂停，有 {value} 个办件在等', 'Somebody paused {about}; {value} cases wait'),
    todo: [
      text(
        '环节栏中写明由谁、何时、为何暂停；原因已消除的，点“恢复”并写明原因。',
        'The step says who paused it, when and why; where that is over, press “Resume” and say so.',
      ),
      text(
        '恢复后从停下的位置继续，不丢失也不重复；停滞告警对暂停的环节不响。',
        'It goes on where it stopped, loses nothing and does nothing twice. A paused step does not alarm for standing still.',
      ),
      text('须继续暂停的，告知各归档部门。', 'Where it has to stay paused, tell the departments.'),
    ],
  },
  PARKED_RECORDS: {
    what: text('{about}环节有 {value} 条搁置记录', '{about} has {value} parked records'),
    todo: [
      text('到“搁置记录”逐条查看：哪个字段、违反哪条规则。', 'See “Parked records”： which field, which rule.'),
      text(
        '请来源系统更正后重新发送；重发用新的事件标识。',
        'Ask the publishing system to correct and send it again, under a new event id.',
      ),
      text(
        '记录本身无误（如方案晚于办件发布、分区有误）：排除原因后放行；发错主题的改投。仍违反契约的不能放行。',
        'Where the record itself is right (a scheme that came late, a wrong partition): mend the cause and release it; one sent to the wrong topic is redirected. What still breaks its contract cannot be released.',
      ),
      text('处理完毕后写明原因并关闭。', 'Close it with the reason once that is done.'),
    ],
  },
  PLACE_DOWN: {
    what: text('存储地 {about} 不能访问', 'Place {about} cannot be reached'),
    todo: [
      text(
        '检查网络与存储设备；恢复前入库会等待，不会跳过第二份。',
        'Check network and store; until then storing waits, it never skips the second copy.',
      ),
      text('恢复后不需要人工补做。', 'Nothing has to be done by hand afterwards.'),
    ],
  },
  SCANNER_DOWN: {
    what: text('病毒检测引擎没有应答', 'The virus scanner does not answer'),
    todo: [
      text(
        '启动 clamd;未检测的文件不会放行，恢复后自动继续。',
        'Start clamd; no file passes unscanned, and checking goes on by itself.',
      ),
    ],
  },
  SIGNATURES_OLD: {
    what: text('病毒特征库过旧或日期不明（天数：{value}）', 'Virus signatures are old or undated (days: {value})'),
    todo: [
      text(
        '从内网镜像更新特征库（freshclam,PrivateMirror）。',
        'Update the signatures from the mirror inside the network (freshclam, PrivateMirror).',
      ),
      text(
        '更新前的检测结论注明了特征库日期，可据此安排复检。',
        'Findings say the date of the signatures they rest on, so what was checked before can be checked again.',
      ),
    ],
  },
  CHECKPOINT_OLD: {
    what: text('存证点久未更新（上次 {value}）', 'No new checkpoint since {value}'),
    todo: [
      text(
        '查看存证服务日志：发现不能复算的链节时它会停下，这是重大告警。',
        'Look at the notary’s log: it stops at a link that does not follow from its facts, which is grave.',
      ),
      text(
        '若是此情况：保留现场，通知审计员，不要重启绕过。',
        'If so: keep everything as it is, call the auditor, do not restart around it.',
      ),
    ],
  },
  COSIGNATURE_OLD: {
    what: text('最新存证点久未获见证签名', 'The newest checkpoint has no cosignature'),
    todo: [
      text(
        '联系见证方，确认其程序与网络；存证会自动重新提交同一存证点。',
        'Call the witness and check its program and network; the same checkpoint is offered again by itself.',
      ),
      text('见证方拒绝签名（历史不一致）时：通知审计员。', 'If the witness refuses (two histories): call the auditor.'),
    ],
  },
  WITNESS_DOWN: {
    what: text('见证方没有应答', 'The witness does not answer'),
    todo: [text('联系见证方；恢复后自动补签。', 'Call the witness; it cosigns by itself once it is back.')],
  },
  CERTIFICATE_ENDS: {
    what: text('证书“{about}”将于 {value} 到期', 'Certificate “{about}” ends on {value}'),
    todo: [
      text('签章证书：申请新证书，按新旧并存方式更换密钥。', 'Seal: apply for a new one and let both keys overlap.'),
      text(
        '时间戳证书：确认续期计划会在到期前为已有证据续期。',
        'Timestamp: see that the evidence there is will be renewed before.',
      ),
    ],
  },
  PACKAGE_REFUSED: {
    what: text('有 {value} 个归档信息包入库前验收不合格', '{value} packages were refused by store'),
    todo: [
      text(
        '打开办件看未通过的验收项；包是由本系统生成的，属系统缺陷，请报告维护方。',
        'Open the case and see what did not hold. Packages are ours: report it as a fault of the software.',
      ),
    ],
  },
  UNREADABLE_RECORDS: {
    what: text(
      '有 {value} 条记录控制台不能识别，未计入本页',
      '{value} records cannot be read by the console and are left out here',
    ),
    todo: [
      text(
        '通常是各服务版本不一致：把控制台与各环节升级到同一版本。',
        'Usually services of different versions: bring the console and the steps to the same one.',
      ),
      text('版本一致仍出现：交审计员运行一次审计。', 'If versions agree, let the auditor run an audit.'),
    ],
  },
  CONSOLE_BEHIND: {
    what: text('控制台尚未读到最新记录', 'The console has not read up to the end'),
    todo: [
      text(
        '首次启动会从头读取；持续出现时检查消息总线与控制台数据库。',
        'At the first start everything is read; if it stays, check the broker and the console’s database.',
      ),
    ],
  },
};
