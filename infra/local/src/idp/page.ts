const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c]!);

const shell = (title: string, body: string): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title>
<style>
body { font: 16px/1.6 system-ui, "Noto Sans SC", sans-serif; background: #f3f5f8; color: #1a1f27; margin: 0; display: grid; min-height: 100vh; place-items: center; }
main { background: #fff; padding: 2rem; border-radius: 8px; box-shadow: 0 1px 4px #0002; width: min(24rem, 90vw); }
label { display: block; margin-top: 1rem; } input { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; border: 1px solid #8893a4; border-radius: 4px; }
button { font: inherit; margin-top: 1.5rem; width: 100%; padding: .6rem; border: 0; border-radius: 4px; background: #1554b3; color: #fff; cursor: pointer; }
.fault { color: #a4161a; } .hint { color: #4a5464; font-size: .875rem; }
</style></head><body><main>${body}</main></body></html>`;

/** The first factor: account and password. */
export const passwordPage = (action: string, account: string, fault: string): string =>
  shell(
    '统一身份认证(演示)',
    `<h1>统一身份认证(演示)</h1><p class="hint">Demonstration identity provider. Accounts and passwords: <code>make status</code>, parts.json.</p>
${fault === '' ? '' : `<p class="fault" role="alert">${escaped(fault)}</p>`}
<form method="post" action="${escaped(action)}" autocomplete="off">
<label>账号 / account <input name="account" value="${escaped(account)}" required autofocus></label>
<label>密码 / password <input name="password" type="password" required></label>
<button>登录 / sign in</button></form>`,
  );

/** The second factor: a one-time password. Nobody has an authenticator for a demonstration, so the page may tell the code. */
export const codePage = (action: string, shown: string | undefined, fault: string): string =>
  shell(
    '动态码',
    `<h1>请输入动态码</h1>
${fault === '' ? '' : `<p class="fault" role="alert">${escaped(fault)}</p>`}
${shown === undefined ? '' : `<p class="hint">演示环境,当前动态码 / for the demonstration, the code of now: <output>${escaped(shown)}</output></p>`}
<form method="post" action="${escaped(action)}" autocomplete="off">
<label>动态码 / one-time password <input name="code" inputmode="numeric" pattern="[0-9]{6}" required autofocus></label>
<button>确认 / confirm</button></form>`,
  );
