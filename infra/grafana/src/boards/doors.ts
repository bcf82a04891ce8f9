import type { Board } from '../board.ts';
import { lines, number, query, redFrom } from '../panel.ts';

const quantile = (service: 'intake' | 'use', q: string): string =>
  `histogram_quantile(${q}, sum by (le, method, route) (rate(guidang_${service}_request_seconds_bucket[$__rate_interval])))`;
const rate = (service: 'intake' | 'use'): string =>
  `sum by (method, route, status) (rate(guidang_${service}_request_seconds_count[$__rate_interval]))`;

/** 接口: what comes in, what is asked for, and what is refused. */
export const DOORS: Board = {
  uid: 'guidang-doors',
  title: '接入与利用接口 / The doors',
  description:
    '发布系统的接入与利用者的接口：请求、耗时、拒绝与故障 / requests, seconds, refusals and failures of intake and use',
  panels: [
    number({
      title: '每秒事件 / events a second',
      description: '发布到总线的办件事件 / case events published',
      unit: 'cps',
      queries: [query('sum(rate(guidang_intake_events_total[$__rate_interval]))', '事件 / events')],
    }),
    number({
      title: '每秒上传 / bytes a second',
      description: '上传文件的字节 / bytes of uploaded files',
      unit: 'Bps',
      queries: [query('sum(rate(guidang_intake_upload_bytes_total[$__rate_interval]))', '上传 / uploads')],
    }),
    number({
      title: '在途上传 / uploads under way',
      description: '正在上传的文件 / files being uploaded now',
      unit: 'short',
      queries: [query('sum(guidang_intake_uploads)', '上传 / uploads')],
    }),
    number({
      title: '在途事件请求 / event requests under way',
      description: '正在处理的事件请求 / requests with events under way',
      unit: 'short',
      queries: [query('sum(guidang_intake_events)', '请求 / requests')],
    }),
    number({
      title: '等待总线 / waiting for the bus',
      description:
        '等待写入总线的事件字节，超限后拒绝新请求 / bytes of events that wait; above the limit requests are refused',
      unit: 'bytes',
      queries: [query('sum(guidang_intake_waiting_bytes)', '等待 / waiting')],
      steps: redFrom(33_554_432),
    }),
    number({
      title: '登记的方案 / schemes',
      description: '已登记的归档方案，每个版本计一 / schemes known, every version counted',
      unit: 'short',
      queries: [query('max(guidang_registry_schemes)', '方案 / schemes')],
    }),
    lines({
      title: '接入请求 / requests to intake',
      description: '每秒请求，按接口与状态 / a second, by route and status',
      unit: 'reqps',
      queries: [query(rate('intake'), '{{method}} {{route}} {{status}}')],
    }),
    lines({
      title: '接入耗时 p95 / seconds of intake',
      description: '按接口 / by route',
      unit: 's',
      queries: [query(quantile('intake', '0.95'), '{{method}} {{route}}')],
    }),
    lines({
      title: '接入拒绝，按代码 / refused by code',
      description: '密钥、范围、契约、个人信息等 / keys, scope, contract, personal data, …',
      unit: 'cps',
      queries: [query('sum by (code) (rate(guidang_intake_refusals_total[$__rate_interval]))', '{{code}}')],
    }),
    lines({
      title: '依赖故障 / what did not answer',
      description: '接入与利用所依赖的部分不应答，或我方出错 / what the doors rest on did not answer, or we failed',
      unit: 'short',
      queries: [
        query('sum by (where) (increase(guidang_intake_failures_total[$__rate_interval]))', 'intake {{where}}'),
        query('sum by (where) (increase(guidang_use_failures_total[$__rate_interval]))', 'use {{where}}'),
      ],
    }),
    lines({
      title: '利用请求 / requests to use',
      description: '每秒请求，按接口与状态 / a second, by route and status',
      unit: 'reqps',
      queries: [query(rate('use'), '{{method}} {{route}} {{status}}')],
    }),
    lines({
      title: '利用耗时 p95 / seconds of use',
      description: '按接口 / by route',
      unit: 's',
      queries: [query(quantile('use', '0.95'), '{{method}} {{route}}')],
    }),
    lines({
      title: '读不出的归档信息包 / packages that could not be read',
      description: '按存储地点；应当恒为零 / by place; has to be zero at all times',
      unit: 'short',
      queries: [query('sum by (place) (increase(guidang_use_holding_failures_total[$__rate_interval]))', '{{place}}')],
      steps: redFrom(1),
    }),
  ],
};
