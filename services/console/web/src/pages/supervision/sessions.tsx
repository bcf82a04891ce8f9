import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { ask, tell } from '../../app/ask.ts';
import { useMe } from '../../app/session.tsx';
import { text, useSay } from '../../app/words.ts';
import { ErrorBox } from '../../parts/error-box.tsx';
import { List } from '../../parts/list.tsx';
import { Nothing } from '../../parts/nothing.tsx';
import { Since, Time } from '../../parts/time.tsx';
import { Waiting } from '../../parts/waiting.tsx';

const W = {
  intro: text(
    '此刻登录着的人。可疑的会话可以结束，对方须重新登录；结束会话记入操作日志（GB/T 39784-2021 7.2-3）。',
    'Who is signed in now. A suspicious session can be ended, and whoever had it has to sign in again; that is written into the operation log (GB/T 39784-2021 7.2-3).',
  ),
  caption: text('在线用户', 'Who is signed in'),
  account: text('账号', 'Account'),
  mfa: text('认证', 'Signed in with'),
  many: text('多因素', 'several factors'),
  one: text('口令', 'a password'),
  ip: text('地址', 'Address'),
  agent: text('浏览器', 'Browser'),
  began: text('登录时间', 'Since'),
  seen: text('最近活动', 'Last seen'),
  end: text('结束会话', 'End it'),
  sure: text('确定结束', 'Yes, end it'),
  keep: text('不结束', 'No'),
  none: text('没有人登录', 'Nobody is signed in'),
  how: text('有人登录后出现在这里。', 'Sessions appear here when somebody signs in.'),
};

interface Online {
  readonly id: string;
  readonly account: string;
  readonly mfa: boolean;
  readonly ip: string;
  readonly agent: string;
  readonly beganAt: string;
  readonly seenAt: string;
}

export default function SessionsPage(): ReactNode {
  const say = useSay();
  const me = useMe();
  const [asking, setAsking] = useState<string>();
  const [trouble, setTrouble] = useState<unknown>();
  const { data, error, refetch } = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => ask<{ items: readonly Online[] }>('/registry/v1/sessions', signal),
    refetchInterval: 10_000,
  });
  const end = async (id: string): Promise<void> => {
    setTrouble(undefined);
    await tell('DELETE', `/registry/v1/sessions/${id}`).catch(setTrouble);
    setAsking(undefined);
    await refetch();
  };
  const ending = ({ id }: Online): ReactNode =>
    asking === id ? (
      <span className="row">
        <Button size="small" danger onClick={() => void end(id)}>
          {say(W.sure)}
        </Button>
        <Button size="small" onClick={() => setAsking(undefined)}>
          {say(W.keep)}
        </Button>
      </span>
    ) : (
      <Button size="small" onClick={() => setAsking(id)}>
        {say(W.end)}
      </Button>
    );
  return (
    <div className="panel stack">
      <p className="quiet">{say(W.intro)}</p>
      {(error ?? trouble) !== undefined && (error ?? trouble) !== null && (
        <ErrorBox error={error ?? trouble} again={() => void refetch()} />
      )}
      {data === undefined && !error && <Waiting />}
      {data?.items.length === 0 && <Nothing what={say(W.none)} how={say(W.how)} />}
      {data !== undefined && data.items.length > 0 && (
        <List
          caption={say(W.caption)}
          rows={data.items}
          keyOf={({ id }) => id}
          columns={[
            { title: say(W.account), cell: ({ account }) => account },
            {
              title: say(W.mfa),
              cell: ({ mfa }) => <Tag color={mfa ? 'success' : 'default'}>{say(mfa ? W.many : W.one)}</Tag>,
            },
            { title: say(W.ip), cell: ({ ip }) => <span className="mono">{ip}</span> },
            { title: say(W.agent), cell: ({ agent }) => <small className="quiet">{agent}</small> },
            { title: say(W.began), cell: ({ beganAt }) => <Time at={beganAt} /> },
            { title: say(W.seen), cell: ({ seenAt }) => <Since at={seenAt} /> },
            ...(me.may['session.end'] === undefined ? [] : [{ title: say(W.end), cell: ending }]),
          ]}
        />
      )}
    </div>
  );
}
