import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Wall } from '../../../../src/api/wall.ts';
import { type Text, text, useLanguage, useSay } from '../../app/words.ts';
import { reasonText } from '../../parts/reasons.ts';
import { serviceName } from '../../parts/step-names.ts';
import { Since, shownDay, Time } from '../../parts/time.tsx';

const W = {
  open: text('在办', 'Open'),
  missing: text('缺材料', 'Missing materials'),
  review: text('待人工复核', 'Waiting for review'),
  refused: text('检测退回', 'Refused'),
  archived: text('已归档', 'Archived'),
  refusals: text('近 24 小时退回原因', 'Refusals of 24 hours, by reason'),
  noRefusals: text('近 24 小时没有退回。', 'Nothing was refused in the last 24 hours.'),
  log: text('存证', 'Notary’s log'),
  noLog: text('还没有存证点。', 'There is no checkpoint yet.'),
  size: text('链节数', 'Links in the log'),
  checkpoint: text('存证点', 'Checkpoint'),
  cosigned: text('见证签名', 'Cosignature'),
  stamped: text('可信时间戳', 'Timestamp'),
  ago: text('前', 'ago'),
  batch: text('批次 {n}', 'batch {n}'),
  witness: text('见证方', 'Witness'),
  answers: text('应答', 'answers'),
  silent: text('不应答', 'does not answer'),
  stores: text('存储与病毒检测', 'Stores and scanner'),
  place: text('存储地 {name}', 'Place {name}'),
  scanner: text('病毒检测', 'Virus scanner'),
  signatures: text('特征库日期', 'Signatures of'),
  undated: text('未注明', 'undated'),
  certificates: text('证书到期', 'Certificates'),
  services: text('服务', 'Services'),
  lag: text('积压', 'lag'),
};

export function Tiles({ standing }: Pick<Wall, 'standing'>): ReactNode {
  const say = useSay();
  const tiles: [Text, number, string][] = [
    [W.open, standing.open, '/cases?stage=open'],
    [W.missing, standing.missing, '/cases?stage=open&missing=yes'],
    [W.review, standing.review, '/cases?stage=review'],
    [W.refused, standing.refused, '/cases?stage=refused'],
    [W.archived, standing.archived, '/cases?stage=archived'],
  ];
  return (
    <div className="tiles">
      {tiles.map(([name, count, to]) => (
        <Link key={to} to={to}>
          {say(name)}
          <strong>{count}</strong>
        </Link>
      ))}
    </div>
  );
}

export function Refusals({ refusals }: Pick<Wall, 'refusals'>): ReactNode {
  const say = useSay();
  const most = Math.max(1, ...refusals.map(({ count }) => count));
  return (
    <section className="panel">
      <h2>{say(W.refusals)}</h2>
      {refusals.length === 0 && <p className="quiet">{say(W.noRefusals)}</p>}
      <ul className="bars">
        {refusals.map(({ step, code, count }) => (
          <li key={`${step}${code}`}>
            <span>
              {say(serviceName(step))} · {say(reasonText(code))}
            </span>
            <span>{count}</span>
            <span className="bar">
              <i style={{ width: `${(count / most) * 100}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function LogPanel({ log, witness }: Pick<Wall, 'log' | 'witness'>): ReactNode {
  const say = useSay();
  return (
    <section className="panel">
      <h2>{say(W.log)}</h2>
      {log === null ? (
        <p className="quiet">{say(W.noLog)}</p>
      ) : (
        <dl className="facts">
          <dt>{say(W.size)}</dt>
          <dd>{log.size}</dd>
          <dt>{say(W.checkpoint)}</dt>
          <dd>
            <Since at={log.at} /> {say(W.ago)}（{say(W.batch, { n: log.batch })}）
          </dd>
          <dt>{say(W.cosigned)}</dt>
          <dd>
            <Since at={log.cosignedAt} />{' '}
            {log.cosigned !== null && (
              <>
                {say(W.ago)}（{say(W.batch, { n: log.cosigned })}）
              </>
            )}
          </dd>
          <dt>{say(W.stamped)}</dt>
          <dd>
            <Time at={log.stampedAt} />
          </dd>
          {witness !== null && (
            <>
              <dt>{say(W.witness)}</dt>
              <dd className={witness ? 'good' : 'bad'}>{say(witness ? W.answers : W.silent)}</dd>
            </>
          )}
        </dl>
      )}
    </section>
  );
}

export function Stores({ places, scanner }: Pick<Wall, 'places' | 'scanner'>): ReactNode {
  const say = useSay();
  return (
    <section className="panel">
      <h2>{say(W.stores)}</h2>
      <dl className="facts">
        {places.map(({ name, answers, milliseconds }) => (
          <Pair key={name} name={say(W.place, { name })} good={answers}>
            {answers ? `${say(W.answers)} · ${milliseconds} ms` : say(W.silent)}
          </Pair>
        ))}
        {scanner && (
          <>
            <Pair name={say(W.scanner)} good={scanner.answers}>
              {scanner.answers ? scanner.engine : say(W.silent)}
            </Pair>
            <dt>{say(W.signatures)}</dt>
            <dd>{scanner.signaturesAt === null ? say(W.undated) : shownDay(scanner.signaturesAt)}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

function Pair({
  name,
  good,
  children,
}: {
  readonly name: string;
  readonly good: boolean;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd className={good ? 'good' : 'bad'}>
        <span className="dot" aria-hidden="true" />
        {children}
      </dd>
    </>
  );
}

export function Certificates({ certificates }: Pick<Wall, 'certificates'>): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  return (
    <section className="panel">
      <h2>{say(W.certificates)}</h2>
      <dl className="facts">
        {certificates.map(({ name, until, subject }) => (
          <Pair
            key={name}
            name={name.split(' / ').at(language === 'zh' ? 0 : -1)!}
            good={Date.parse(until) - Date.now() > 60 * 86_400_000}
          >
            <span title={subject}>{shownDay(until)}</span>
          </Pair>
        ))}
      </dl>
    </section>
  );
}

export function Services({ services }: Pick<Wall, 'services'>): ReactNode {
  const say = useSay();
  return (
    <section className="panel">
      <h2>{say(W.services)}</h2>
      <dl className="facts">
        {services.map(({ name, ready, alive, memoryBytes, since, lag }) => (
          <Pair key={name} name={say(serviceName(name))} good={ready}>
            {alive ? (
              <>
                {Math.round((memoryBytes ?? 0) / 1_048_576)} MiB · <Since at={since} />
                {lag !== null && ` · ${say(W.lag)} ${lag}`}
              </>
            ) : (
              say(W.silent)
            )}
          </Pair>
        ))}
      </dl>
    </section>
  );
}
