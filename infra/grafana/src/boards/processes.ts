import type { Board } from '../board.ts';
import { lines, query, redFrom } from '../panel.ts';

const OF = 'job="guidang",service=~"$service"';

/** 进程: CPU, memory, event loop and files of every service. */
export const PROCESSES: Board = {
  uid: 'guidang-processes',
  title: '服务进程 / The processes',
  description: '每个服务的 CPU、内存、事件循环与文件 / CPU, memory, event loop and files of every service',
  by: { label: 'service', zh: '服务 / service', metric: 'process_start_time_seconds' },
  panels: [
    lines({
      title: 'CPU(核)/ CPU in cores',
      description: '每秒占用的处理器时间 / processor time a second',
      unit: 'short',
      queries: [query(`sum by (service) (rate(process_cpu_seconds_total{${OF}}[$__rate_interval]))`, '{{service}}')],
    }),
    lines({
      title: '内存 / resident memory',
      description: '驻留内存 / resident set',
      unit: 'bytes',
      queries: [query(`sum by (service) (process_resident_memory_bytes{${OF}})`, '{{service}}')],
    }),
    lines({
      title: '堆 / heap in use',
      description: '持续增长且回收后不回落，即为泄漏 / what grows and does not fall after collection leaks',
      unit: 'bytes',
      queries: [query(`sum by (service) (nodejs_heap_size_used_bytes{${OF}})`, '{{service}}')],
    }),
    lines({
      title: '事件循环迟滞 p99 / event loop lag',
      description: '超过 0.5 秒即影响应答 / above 0.5 s it is felt',
      unit: 's',
      queries: [query(`max by (service) (nodejs_eventloop_lag_p99_seconds{${OF}})`, '{{service}}')],
      steps: redFrom(0.5),
    }),
    lines({
      title: '垃圾回收 / garbage collection',
      description: '每秒用于回收的时间 / seconds a second',
      unit: 'percentunit',
      queries: [
        query(`sum by (service) (rate(nodejs_gc_duration_seconds_sum{${OF}}[$__rate_interval]))`, '{{service}}'),
      ],
    }),
    lines({
      title: '打开的文件 / open files',
      description: '含网络连接 / connections included',
      unit: 'short',
      queries: [query(`sum by (service) (process_open_fds{${OF}})`, '{{service}}')],
    }),
    lines({
      title: '启动 / starts',
      description: '时段内的启动次数 / times it was started',
      unit: 'short',
      queries: [
        query(`sum by (service) (changes(process_start_time_seconds{${OF}}[$__rate_interval]))`, '{{service}}'),
      ],
    }),
  ],
};
