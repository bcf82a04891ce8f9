import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { LanguageSwitch } from './language-switch.tsx';
import { text, useSay } from './words.ts';

const W = {
  title: text('归档控制台', 'Guidang console'),
  motto: text(
    '政务服务办件：从收件到存证，边办边归档',
    'Government-service cases become archives while they are handled',
  ),
  button: text('统一身份认证登录', 'Sign in'),
  hint: text(
    '登录由本市统一身份认证平台办理；三员须使用两种以上认证因素。',
    'You sign in with the city’s identity provider; administrators use more than one factor.',
  ),
  failed: text('登录未成功：{why}', 'The sign-in did not succeed: {why}'),
};

const WHY: Readonly<Record<string, ReturnType<typeof text>>> = {
  DISABLED: text('该用户已停用，请联系系统管理员。', 'this user is disabled; please ask the system administrator.'),
  NOT_REGISTERED: text(
    '该身份未在本系统登记，请联系系统管理员。',
    'this identity is not registered here; please ask the system administrator.',
  ),
  ROLE_CONFLICT: text(
    '所持岗位互相冲突（三员分立），请联系安全保密员。',
    'the posts held may not be held by one person; please ask the security officer.',
  ),
  MFA_REQUIRED: text('三员须以多因素认证登录。', 'administrators sign in with more than one factor.'),
  SIGN_IN_UNKNOWN: text(
    '登录请求无效或已过期，请重新登录。',
    'the sign-in is not known or too old; please begin again.',
  ),
};
const OTHER = text('请重新登录；仍不成功请联系系统管理员。', 'please try again, or ask the system administrator.');

export function SignIn(): ReactNode {
  const say = useSay();
  const { pathname, search } = window.location;
  const code = pathname === '/sign-in' ? new URLSearchParams(search).get('code') : null;
  const back = pathname === '/sign-in' ? '/' : `${pathname}${search}`;
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <h1>{say(W.title)}</h1>
        <p>{say(W.motto)}</p>
        {code !== null && <Alert type="error" showIcon title={say(W.failed, { why: say(WHY[code] ?? OTHER) })} />}
        <Button type="primary" size="large" block href={`/registry/v1/login?returnTo=${encodeURIComponent(back)}`}>
          {say(W.button)}
        </Button>
        <p className="quiet">{say(W.hint)}</p>
        <LanguageSwitch />
      </div>
    </main>
  );
}
