import { Alert } from 'antd';
import type { ReactNode } from 'react';
import type { Wall } from '../../../../src/api/wall.ts';
import { useLive } from '../../app/live.ts';
import { text, useSay } from '../../app/words.ts';
import { Waiting } from '../../parts/waiting.tsx';
import { Alarms } from './alarms.tsx';
import { Certificates, LogPanel, Refusals, Services, Stores, Tiles } from './panels.tsx';
import { DryRuns } from './replay.tsx';
import { Stream } from './stream.tsx';

const W = {
  lost: text(
    '与控制台的连接已中断，正在重新连接；以下为中断前的情况。',
    'The connection is lost and is being made again; this is how it was before.',
  ),
  alarms: text('告警', 'Alarms'),
};

/** The operators' live wall: pushed by the door, at least once a second. */
export default function WallPage(): ReactNode {
  const say = useSay();
  const { value: wall, connected } = useLive<Wall>('/api/live', 'wall');
  if (wall === undefined) return <Waiting />;
  return (
    <div className="stack" data-at={wall.at}>
      {!connected && <Alert type="warning" showIcon title={say(W.lost)} />}
      <section aria-label={say(W.alarms)}>
        <Alarms alarms={wall.alarms} />
      </section>
      <Stream steps={wall.steps} />
      <Tiles standing={wall.standing} />
      <div className="grid">
        <Refusals refusals={wall.refusals} />
        <LogPanel log={wall.log} witness={wall.witness} />
        <Stores places={wall.places} scanner={wall.scanner} />
        <Certificates certificates={wall.certificates} />
        <Services services={wall.services} />
      </div>
      <DryRuns />
    </div>
  );
}
