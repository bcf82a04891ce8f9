import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

/** The modules of the check, each after those it needs. */
const MODULES = ['bytes', 'zip', 'asn1', 'signature', 'certificates', 'token', 'log', 'copies', 'check-proof'] as const;

/** The check as one script: our own code, types taken out and modules put one behind the other. Nothing is fetched and nothing else is in it. */
export function checkScript(): string {
  return MODULES.map((name) => {
    const source = readFileSync(fileURLToPath(new URL(`./check/${name}.ts`, import.meta.url)), 'utf8');
    const plain = source.replace(/^import [\s\S]*? from '\.\/[a-z0-9-]+\.ts';\n/gm, '');
    if (/^import /m.test(plain)) throw new Error(`${name}.ts needs more than its neighbours`);
    return stripTypeScriptTypes(plain, { mode: 'strip' })
      .replace(/^export /gm, '')
      .replace(/[ \t]+$/gm, '')
      .replace(/\n{2,}/g, '\n');
  }).join('\n');
}

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.6 system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
.en { color: GrayText; font-size: .875em; }
label { display: block; border: 1px solid GrayText; border-radius: .5rem; padding: .75rem 1rem; margin: .75rem 0; }
label:focus-within { outline: 2px solid Highlight; }
#verdict { font-size: 1.25rem; font-weight: 600; padding: .5rem 1rem; border-radius: .5rem; }
#verdict.holds { background: #dff3e3; color: #0b4d1c; }
#verdict.fails { background: #fbe1df; color: #7d140b; }
table { border-collapse: collapse; width: 100%; }
td { border-top: 1px solid GrayText; padding: .4rem .5rem; vertical-align: top; overflow-wrap: anywhere; }
td:first-child { width: 1.5rem; font-weight: 700; }
code { font-size: .8em; }
`;

/** What the page does with the check; no part of it. */
const PAGE_SCRIPT = `
globalThis.guidangCheckProof = checkProof;
if (typeof document !== 'undefined') {
  const at = (id) => document.getElementById(id);
  const MARKS = { ok: '✓', bad: '✗', 'not-run': '–' };
  const put = (parent, tag, text, className) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    parent.append(element);
    return element;
  };
  let checked;
  const show = () => {
    at('verdict').className = checked.verdict;
    at('verdict').textContent = (checked.verdict === 'holds' ? '证明成立 / The proof holds' : '证明不成立 / The proof does not hold') + (checked.case ? ': ' + checked.case : '');
    at('checks').replaceChildren();
    for (const { check, state, detail } of checked.checks) {
      const row = put(at('checks'), 'tr');
      put(row, 'td', MARKS[state]);
      const cell = put(row, 'td', PROOF_CHECKS[check].zh + ' ');
      put(cell, 'span', PROOF_CHECKS[check].en, 'en');
      put(put(row, 'td'), 'code', detail);
    }
    at('links').replaceChildren();
    for (const { step, type, time, sha256 } of checked.links) {
      const row = put(at('links'), 'tr');
      put(row, 'td');
      put(row, 'td', step + ' · ' + type + ' · ' + time);
      put(put(row, 'td'), 'code', sha256);
    }
    at('more').hidden = checked.links.length === 0;
  };
  const run = async () => {
    const [proof] = at('proof').files;
    const [anchors] = at('anchors').files;
    if (!proof || !anchors) return;
    at('verdict').className = '';
    at('verdict').textContent = '正在核验… / checking…';
    checked = await checkProof(new Uint8Array(await proof.arrayBuffer()), await anchors.text());
    show();
  };
  at('proof').addEventListener('change', run);
  at('anchors').addEventListener('change', run);
  at('files').addEventListener('change', async () => {
    at('compared').replaceChildren();
    for (const file of at('files').files) {
      const digest = hexOf(await sha256Of(new Uint8Array(await file.arrayBuffer())));
      const is = checked && checked.objects.includes(digest) ? '在固化清单中 / in the manifest' : checked && checked.package === digest ? '是该办件的归档信息包 / is the package of the case' : '不在固化清单中 / not in the manifest';
      put(at('compared'), 'li', file.name + ': ' + is);
    }
  });
}
`;

/** The page that checks a case proof: one file, no network (its own policy forbids it), nothing kept. */
export const verifyPage = (): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>办件证明核验 / Check a case proof</title>
<style>${STYLE}</style>
</head>
<body>
<h1>办件证明核验 <span class="en" lang="en">Check a case proof</span></h1>
<p>文件只在本机浏览器中核验，不上传、不联网。 <span class="en" lang="en">Files are checked in this browser alone; nothing is sent anywhere.</span></p>
<label>办件证明 <span class="en" lang="en">proof (.proof.zip)</span><br><input id="proof" type="file" accept=".zip"></label>
<label>信任锚文件，须取自出具证明者以外的人 <span class="en" lang="en">anchors, had from somebody other than whoever gave you the proof</span><br><input id="anchors" type="file" accept=".json"></label>
<p id="verdict" role="status" aria-live="polite"></p>
<table><tbody id="checks"></tbody></table>
<section id="more" hidden>
<h2>该办件的文件 <span class="en" lang="en">Files of the case</span></h2>
<label>选入手中的文件或归档信息包，比对摘要 <span class="en" lang="en">choose files you have, to compare their digests</span><br><input id="files" type="file" multiple></label>
<ul id="compared" aria-live="polite"></ul>
<h2>链节 <span class="en" lang="en">Links</span></h2>
<table><tbody id="links"></tbody></table>
</section>
<script>
'use strict';
${checkScript().replaceAll('</script', '<\\/script')}
${PAGE_SCRIPT}
</script>
</body>
</html>
`;
