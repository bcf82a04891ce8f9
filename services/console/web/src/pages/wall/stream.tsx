import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { StepState } from '../../../../src/api/wall.ts';
import { text, useSay } from '../../app/words.ts';
import { Spark } from '../../parts/spark.tsx';
import { serviceName } from '../../parts/step-names.ts';
import { Since } from '../../parts/time.tsx';
import { Pausing } from './pausing.tsx';

const W = {
  inFlight: text('在途办件', 'cases in flight'),
  perSecond: text('每秒', 'per second'),
  oldest: text('最久', 'oldest'),
  lag: text('积压记录', 'lag'),
  parked: text('搁置', 'parked'),
  retries: text('重试', 'retries'),
  up: text('运行', 'up'),
  down: text('停止', 'down'),
};

/** The six steps as the stream they are. */
export function Stream({ steps }: { readonly steps: readonly StepState[] }): ReactNode {
  const say = useSay();
  return (
    <ol className="stream">
      {steps.map((step) => (
        <li key={step.step} data-step={step.step}>
          <span className="name">
            {say(serviceName(step.step))}
            <small className={step.ready ? 'good' : 'bad'}>
              <span className="dot" aria-hidden="true" />
              {say(step.ready ? W.up : W.down)}
            </small>
          </span>
          <div className="number">{step.inFlight}</div>
          <small className="quiet">{say(W.inFlight)}</small>
          <Spark series={step.series} />
          <dl>
            <dt>{say(W.perSecond)}</dt>
            <dd>{step.perSecond.toFixed(1)}</dd>
            <dt>{say(W.oldest)}</dt>
            <dd>
              {step.oldest ? (
                <Link to={`/cases/${step.oldest.case}`}>
                  <Since at={step.oldest.at} />
                </Link>
              ) : (
                '—'
              )}
            </dd>
            <dt>{say(W.lag)}</dt>
            <dd>{step.lag ?? '—'}</dd>
            <dt>{say(W.parked)}</dt>
            <dd>{step.parked > 0 ? <Link to={`/parked?step=${step.step}`}>{step.parked}</Link> : 0}</dd>
            <dt>{say(W.retries)}</dt>
            <dd>{step.retries ?? '—'}</dd>
          </dl>
          <Pausing step={step} />
        </li>
      ))}
    </ol>
  );
}
