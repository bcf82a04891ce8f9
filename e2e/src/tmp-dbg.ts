import { openBrowser, comeIn } from './browser.ts';
const b = await openBrowser();
for (const a of ['admin','security','audit-admin','operator']) { try { const w = await comeIn(b, a); console.log(a,'in', w.page.url()); for (const path of a==='admin'?['/departments','/people']:a==='security'?['/sessions','/people']:a==='operator'?['/wall']:['/log','/log?log=console','/log?log=check']) {await w.goTo(path); await w.look('dbg-'+a+path.replace(/[^a-z]/g,'-'));} console.log(w.troubles); await w.close(); } catch (e) { console.log(a, String(e).slice(0,300)); } }
await b.close();
