import type { Board } from '../board.ts';
import { lines, number, query, redFrom } from '../panel.ts';

/** 存证: the log over all links, its heads, and who signed them. */
export const LOG: Board = {
  uid: 'guidang-log',
  title: '存证日志 / The log',
  description:
    '存证服务：链节入日志的速度、会签与时间戳的时长 / how links enter the log, and the age of cosignature and timestamp',
  panels: [
    number({
      title: '拒绝链节 / refused a link',
      description:
        '1 表示有链节不能由其事实推出，存证已停 / 1: a link did not follow from its facts, and the notary stopped',
      unit: 'short',
      queries: [query('max(guidang_log_refused)', '拒绝 / refused')],
      steps: redFrom(1),
    }),
    number({
      title: '待会签 / lacks its cosignature',
      description: '1 表示最新存证点尚未会签 / 1 while the newest head is not cosigned',
      unit: 'short',
      queries: [query('max(guidang_log_unwitnessed)', '待会签 / unwitnessed')],
      steps: redFrom(1),
    }),
    number({
      title: '距上次会签 / since the last cosignature',
      description: '第三方见证会签的时长 / how long ago a head was cosigned',
      unit: 's',
      queries: [query('time() - max(guidang_log_cosigned_at_seconds)', '会签 / cosigned')],
      steps: redFrom(14_400),
    }),
    number({
      title: '距上次时间戳 / since the last timestamp',
      description: '可信时间戳的时长 / how long ago a head was timestamped',
      unit: 's',
      queries: [query('time() - max(guidang_log_timestamped_at_seconds)', '时间戳 / timestamped')],
      steps: redFrom(86_400),
    }),
    number({
      title: '日志中的链节 / links in the log',
      description: '全部链节，与各主题之和相等 / all links; the sum of all topics',
      unit: 'short',
      queries: [query('max(guidang_log_size)', '链节 / links')],
    }),
    number({
      title: '每秒入日志 / links a second',
      description: '进入日志的链节 / links taken into the log',
      unit: 'cps',
      queries: [query('sum(rate(guidang_log_links_total[$__rate_interval]))', '链节 / links')],
    }),
    lines({
      title: '写链节与入日志 / links written and logged',
      description:
        '两线应当重合；差距即未入日志的链节 / the two lines are one; what lies between them is not in the log yet',
      unit: 'cps',
      queries: [
        query('sum(rate(guidang_step_records_total{outcome="emit"}[$__rate_interval]))', '写下 / written'),
        query('sum(rate(guidang_log_links_total[$__rate_interval]))', '入日志 / logged'),
      ],
    }),
    lines({
      title: '一批的耗时 / seconds of a batch',
      description: '复核、写记录、存瓦片 / deciding again, writing, storing tiles',
      unit: 's',
      queries: ['0.5', '0.95'].map((q) =>
        query(
          `histogram_quantile(${q}, sum by (le) (rate(guidang_log_batch_seconds_bucket[$__rate_interval])))`,
          `p${Number(q) * 100}`,
        ),
      ),
    }),
  ],
};
