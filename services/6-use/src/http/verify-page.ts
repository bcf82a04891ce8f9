import { createHash } from 'node:crypto';
import { civilTime } from '../civil-time.ts';
import type { CopyRow } from '../ledger/ledger.ts';
import { SCRIPT, STYLE } from './verify-assets.ts';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The page runs this one script and has this one style; nothing that anybody wrote into a request can be either. It talks to nobody but us. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as text: no mark-up, and nothing that turns the direction of what stands beside it. */
const shown = (text: string): string =>
  text
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f]/gu, ' ')
    .replace(/[&<>"']/g, (character) => ENTITIES[character]!);

/** What a person sees who scans the code on a copy: whether there is such a copy, of what and what for. Nobody is named. */
export const verifyPage = (copy: CopyRow | undefined): string =>
  copy === undefined ? frame('查无此副本 No such copy', UNKNOWN) : frame('副本已登记 Copy on record', known(copy));

const UNKNOWN = `<header class="bad"><svg viewBox="0 0 48 48" aria-hidden="true"><path d="M15 15l18 18M33 15L15 33"/></svg>
<h1>查无此副本</h1><p lang="en">No such copy is on record</p></header>
<section><p>档案馆未登记过此编号的利用副本。该文件可能系伪造，或编号有误，请勿采信，并向出具单位核实。</p>
<p lang="en">The archive has no use copy of this number. The document may be forged, or the number mistyped. Do not rely on it; ask whoever handed it to you.</p></section>`;

function known(copy: CopyRow): string {
  const rows: readonly (readonly [zh: string, en: string, value: string])[] = [
    ['档号', 'Reference code', copy.referenceCode],
    ['材料', 'Material', copy.title],
    ['事项', 'Matter', copy.matter],
    ['利用目的', 'Purpose', copy.purpose],
    ['申请时间', 'Asked for', `${civilTime(copy.askedAt.toISOString())} (UTC+8)`],
    ['制作时间', 'Made', `${civilTime(copy.madeAt.toISOString())} (UTC+8)`],
    ['页数', 'Pages', String(copy.pages)],
    ['副本编号', 'Copy number', copy.copyId],
  ];
  const digest = copy.content.slice('sha256:'.length);
  return `<header class="good"><svg viewBox="0 0 48 48" aria-hidden="true"><path d="M13 25l8 8 15-17"/></svg>
<h1>副本已登记</h1><p lang="en">This copy is on record</p></header>
<section><p>请核对下列内容与您手中的副本是否一致；副本仅限用于所列目的。<span lang="en">Compare this with what you hold. The copy is good for the purpose below and no other.</span></p>
<dl>${rows.map(([zh, en, value]) => `<div><dt>${zh}<span lang="en">${en}</span></dt><dd>${shown(value)}</dd></div>`).join('')}</dl></section>
<section><h2>核对电子文件 <span lang="en">Check a file</span></h2>
<p>选择您收到的 PDF，与登记的摘要比对。<span lang="en">Choose the PDF you were given; it is compared with the digest on record.</span></p>
<label class="pick"><input type="file" id="file" accept="application/pdf" data-sha256="${shown(digest)}"><span>选择文件 Choose file</span></label>
<p id="verdict" role="status" aria-live="polite"></p>
<details><summary>SHA-256</summary><code>${shown(digest)}</code><p>存证链链节 <span lang="en">Link in the chain</span></p><code>${shown(copy.link)}</code></details></section>`;
}

const frame = (title: string, content: string): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${title}</title><style>${STYLE}</style></head>
<body><main>${content}<footer>档案利用副本验证 <span lang="en">Verification of archival use copies</span></footer></main><script>${SCRIPT}</script></body></html>
`;
