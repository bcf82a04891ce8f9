import type { RawRecord } from '@guidang/contracts';
import { type Context, context, propagation, type Span, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('guidang.stream');
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Headers a link may bear beside those that follow from it: what was going on when it was written (W3C Trace Context). Nothing rests on them. */
export const TRACE_HEADERS: ReadonlySet<string> = new Set(['traceparent', 'tracestate', 'baggage']);

/** The trace a record belongs to (W3C trace context), continued while the record is worked on. */
export interface Traced {
  readonly span: Span;
  within<T>(work: () => T): T;
  /** Headers that hand the trace on; the record's own where no tracer is installed. */
  readonly headers: Readonly<Record<string, string>>;
}

export function traced(name: string, record: RawRecord): Traced {
  const given = record.headers.traceparent;
  const carrier = given !== undefined && TRACEPARENT.test(given) ? { traceparent: given } : {};
  const parent: Context = propagation.extract(context.active(), carrier);
  const span = tracer.startSpan(
    name,
    {
      kind: SpanKind.CONSUMER,
      attributes: {
        'messaging.system': 'kafka',
        'messaging.destination.name': record.topic,
        'messaging.destination.partition.id': String(record.partition),
        'messaging.kafka.offset': record.offset,
      },
    },
    parent,
  );
  const here = trace.setSpan(parent, span);
  const onward: Record<string, string> = {};
  propagation.inject(here, onward);
  return {
    span,
    within: (work) => context.with(here, work),
    headers: onward.traceparent === undefined ? carrier : { traceparent: onward.traceparent },
  };
}
