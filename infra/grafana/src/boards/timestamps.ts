import type { Board } from '../board.ts';
import { lines, number, query, redFrom } from '../panel.ts';

/** 时间戳: who stamps, how fast, and who does not. */
export const TIMESTAMPS: Board = {
  uid: 'guidang-timestamps',
  title: '可信时间戳 / Timestamps',
  description:
    '时间戳机构的应答、耗时与停用，等待时间戳的办件，待续期的证据 / what authorities answer, how long it takes, who rests, the cases that wait, and evidence that has to be renewed',
  panels: [
    number({
      title: '无人应答 / nobody stamps',
      description: '没有任何机构应答的时长，应为零 / for how long no authority has stamped; has to be zero',
      unit: 's',
      queries: [query('max(guidang_timestamp_nobody_seconds)', '无人应答 / nobody')],
      steps: redFrom(60),
    }),
    number({
      title: '等待时间戳 / cases that wait',
      description: '等待加盖时间戳的办件 / cases that wait for a timestamp',
      unit: 'short',
      queries: [query('sum(guidang_timestamp_waiting_cases)', '等待 / waiting')],
      steps: redFrom(1000),
    }),
    number({
      title: '停用的机构 / authorities that rest',
      description: '失败后暂不询问的机构数 / authorities that are left alone after they failed',
      unit: 'short',
      queries: [query('count(guidang_timestamp_resting_seconds > 0)', '停用 / resting')],
      steps: redFrom(1),
    }),
    number({
      title: '每枚时间戳的办件 / cases a timestamp',
      description: '多件共享一枚时间戳，中位数 / many cases share one timestamp; the median',
      unit: 'short',
      queries: [
        query(
          'histogram_quantile(0.5, sum by (le) (rate(guidang_timestamp_batch_cases_bucket[$__rate_interval])))',
          '办件 / cases',
        ),
      ],
    }),
    number({
      title: '待续期的证据 / evidence to be renewed',
      description: '按证据策略应续期的证据记录 / evidence records that are due by the policy',
      unit: 'short',
      queries: [query('sum(max by (suite) (guidang_renewal_due_records))', '待续期 / due')],
    }),
    number({
      title: '失效的证据 / evidence that ran out',
      description: '未能及时续期，应为零 / not renewed in time; has to be zero',
      unit: 'short',
      queries: [query('sum(max by (suite) (guidang_renewal_overdue_records))', '失效 / overdue')],
      steps: redFrom(1),
    }),
    lines({
      title: '应答，按机构与结果 / answers by authority and outcome',
      description: 'stamped 为成功，其余为原因代码 / stamped, or the code of why not',
      unit: 'cps',
      queries: [
        query(
          'sum by (purpose, authority, outcome) (rate(guidang_timestamp_answers_total[$__rate_interval]))',
          '{{purpose}} {{authority}} {{outcome}}',
        ),
      ],
    }),
    lines({
      title: '耗时 p95 / seconds of a timestamp',
      description: '从询问到验证通过 / from the question to the verified token',
      unit: 's',
      queries: [
        query(
          'histogram_quantile(0.95, sum by (le, authority) (rate(guidang_timestamp_seconds_bucket[$__rate_interval])))',
          '{{authority}}',
        ),
      ],
    }),
  ],
};
