import { Alert, Collapse } from 'antd';
import type { ReactNode } from 'react';
import type { Alarm } from '../../../../src/api/wall.ts';
import { text, useSay } from '../../app/words.ts';
import { serviceName } from '../../parts/step-names.ts';
import { shownDay } from '../../parts/time.tsx';
import { RUNBOOK } from './runbook.ts';

const W = {
  none: text('没有告警：各环节运行正常。', 'No alarms: every step runs as it should.'),
  todo: text('怎么办', 'What to do'),
  urgent: text('紧急', 'urgent'),
  notice: text('注意', 'notice'),
};

export function Alarms({ alarms }: { readonly alarms: readonly Alarm[] }): ReactNode {
  const say = useSay();
  if (alarms.length === 0) return <Alert type="success" showIcon title={say(W.none)} />;
  return (
    <Collapse
      size="small"
      items={alarms.map((alarm) => {
        const { what, todo } = RUNBOOK[alarm.code];
        const value =
          alarm.code === 'CERTIFICATE_ENDS' && alarm.value !== null ? shownDay(alarm.value) : (alarm.value ?? '—');
        const grave = alarm.severity === 'error';
        return {
          key: `${alarm.code} ${alarm.about}`,
          label: (
            <>
              <strong className={grave ? 'bad' : 'warn'}>
                <span className="dot" aria-hidden="true" />
                {say(grave ? W.urgent : W.notice)}
              </strong>
              {'  '}
              {say(what, { about: say(serviceName(alarm.about)), value })}
            </>
          ),
          children: (
            <>
              <strong>{say(W.todo)}</strong>
              <ol>
                {todo.map((one) => (
                  <li key={one.zh}>{say(one)}</li>
                ))}
              </ol>
            </>
          ),
        };
      })}
    />
  );
}
