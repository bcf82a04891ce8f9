import type { Board } from '../board.ts';
import { lines, number, query, redFrom } from '../panel.ts';

const OF = 'step=~"$step"';

/** 六个环节: the stream as it is. */
export const STREAM: Board = {
  uid: 'guidang-stream',
  title: '归档环节 / The six steps',
  description:
    '收件、检测、固化、组包、入库、利用：速率、积压、搁置、拒绝与耗时 / rates, lag, parked, refused, and how long it takes',
  by: { label: 'step', zh: '环节 / step', metric: 'guidang_step_records_total' },
  panels: [
    number({
      title: '等待处理 / waiting',
      description: '全部环节输入分区中等待的记录 / records that wait in the inputs of all steps',
      unit: 'short',
      queries: [query(`sum(guidang_step_lag_records{${OF}})`, '等待 / waiting')],
      steps: redFrom(1000),
    }),
    number({
      title: '每秒链节 / links a second',
      description: '各环节每秒写下的链节 / links written, all steps together',
      unit: 'cps',
      queries: [query(`sum(rate(guidang_step_records_total{outcome="emit",${OF}}[$__rate_interval]))`, '链节 / links')],
    }),
    number({
      title: '一小时内搁置 / parked in an hour',
      description:
        '环节无法处理而搁置的记录，须人工查看 / put aside because no step could work on them; somebody has to look',
      unit: 'short',
      queries: [query(`sum(increase(guidang_step_records_total{outcome="park",${OF}}[1h]))`, '搁置 / parked')],
      steps: redFrom(1),
    }),
    number({
      title: '一小时内退回办件 / refused in an hour',
      description: '未通过四性检测而退回的办件 / cases that did not pass the check',
      unit: 'short',
      queries: [
        query('sum(increase(guidang_step_records_total{step="check",type="CaseRefused"}[1h]))', '退回 / refused'),
      ],
      steps: redFrom(10),
    }),
    number({
      title: '一小时内入库 / stored in an hour',
      description: '入库的办件 / cases that were stored',
      unit: 'short',
      queries: [
        query('sum(increase(guidang_step_records_total{step="store",type="CaseStored"}[1h]))', '入库 / stored'),
      ],
    }),
    number({
      title: '在运行的服务 / services up',
      description: '可访问的服务数 / services that answer',
      unit: 'short',
      queries: [query('count(up{job="guidang"} == 1)', '服务 / services')],
    }),
    lines({
      title: '每秒链节，按环节 / links a second by step',
      description:
        '六个环节应当同步；某一环节落下即为瓶颈 / the six go together; the one that stays behind is the bottleneck',
      unit: 'cps',
      queries: [
        query(`sum by (step) (rate(guidang_step_records_total{outcome="emit",${OF}}[$__rate_interval]))`, '{{step}}'),
      ],
    }),
    lines({
      title: '积压，按环节 / lag by step',
      description: '输入分区中等待的记录 / records that wait in the inputs',
      unit: 'short',
      stacked: true,
      queries: [query(`sum by (step) (guidang_step_lag_records{${OF}})`, '{{step}}')],
    }),
    lines({
      title: '暂停的环节 / paused steps',
      description:
        '1 表示被人为暂停：手中的做完，不再取新记录 / 1: paused by somebody; it finishes what it has and takes no more',
      unit: 'short',
      queries: [query(`max by (step) (guidang_step_paused{${OF}})`, '{{step}}')],
    }),
    lines({
      title: '处理耗时 p50 / p95 / p99 / seconds of a decision',
      description: '从取得记录到作出判定，含取证 / from taking a record up to its decision, gathering included',
      unit: 's',
      queries: ['0.5', '0.95', '0.99'].map((q) =>
        query(
          `histogram_quantile(${q}, sum by (le, step) (rate(guidang_step_decision_seconds_bucket{${OF}}[$__rate_interval])))`,
          `{{step}} p${Number(q) * 100}`,
        ),
      ),
    }),
    lines({
      title: '提交耗时 p95 / seconds of a commit',
      description: '一次事务写出链节与位置 / one transaction that appends links and offsets',
      unit: 's',
      queries: [
        query(
          `histogram_quantile(0.95, sum by (le, step) (rate(guidang_step_commit_seconds_bucket{${OF}}[$__rate_interval])))`,
          '{{step}}',
        ),
      ],
    }),
    lines({
      title: '判定，按种类 / decisions by kind',
      description: '写下的链节、略过与搁置，按类型或原因 / links, skips and parked by type or reason',
      unit: 'cps',
      queries: [
        query(
          `sum by (step, outcome, type) (rate(guidang_step_records_total{${OF}}[$__rate_interval]))`,
          '{{step}} {{outcome}} {{type}}',
        ),
      ],
    }),
    lines({
      title: '搁置，按原因 / parked by reason',
      description: '每次都须有人查看 / each of them needs somebody',
      unit: 'short',
      queries: [
        query(
          `sum by (step, type) (increase(guidang_step_records_total{outcome="park",${OF}}[$__rate_interval]))`,
          '{{step}} {{type}}',
        ),
      ],
    }),
    lines({
      title: '重试，按错误 / asked again, by error',
      description: '可能恢复的故障，每秒次数 / what may pass, times a second',
      unit: 'cps',
      queries: [
        query(`sum by (step, error) (rate(guidang_step_retries_total{${OF}}[$__rate_interval]))`, '{{step}} {{error}}'),
      ],
    }),
    lines({
      title: '重新开始 / began again',
      description: '失去总线或缓存而重新开始的次数 / times a step lost the bus or its cache and began again',
      unit: 'short',
      queries: [
        query(
          `sum by (step, where) (increase(guidang_step_troubles_total{${OF}}[$__rate_interval]))`,
          '{{step}} {{where}}',
        ),
      ],
    }),
  ],
};
