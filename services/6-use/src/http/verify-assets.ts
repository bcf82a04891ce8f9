/** The style of the page. It is part of the page's policy by its digest, so it may not depend on anything. */
export const STYLE = `
:root{--ink:#1c2329;--soft:#5c6770;--line:#e3e7ea;--paper:#fff;--ground:#eef1f3;--good:#1c6b45;--bad:#a3262a}
@media(prefers-color-scheme:dark){:root{--ink:#e8ecef;--soft:#9aa6af;--line:#2f383f;--paper:#1b2126;--ground:#12161a;--good:#1f7a4f;--bad:#b3353a}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
main{max-width:34rem;margin:0 auto;padding:1rem}
header{color:#fff;border-radius:.75rem .75rem 0 0;padding:1.5rem 1.25rem 1.25rem;text-align:center}
header.good{background:var(--good)}header.bad{background:var(--bad)}
header svg{width:3.5rem;height:3.5rem;border:3px solid #fff;border-radius:50%;fill:none;stroke:#fff;stroke-width:4;stroke-linecap:round;stroke-linejoin:round}
h1{font-size:1.5rem;margin:.5rem 0 0;letter-spacing:.05em}header p{margin:.1rem 0 0;opacity:.9}
section{background:var(--paper);padding:1.1rem 1.25rem;border-top:1px solid var(--line)}
header+section{border-top:0}section:last-of-type{border-radius:0 0 .75rem .75rem}
h2{font-size:1.05rem;margin:0 0 .5rem}p{margin:.25rem 0 .75rem}
span[lang=en],footer{color:var(--soft);font-size:.85em}p>span[lang=en]{display:block}
dl{margin:0}dl>div{display:flex;gap:1rem;padding:.55rem 0;border-top:1px solid var(--line)}
dt{flex:0 0 6rem;color:var(--soft)}dt span{display:block;line-height:1.2}
dd{margin:0;min-width:0;overflow-wrap:anywhere;font-weight:500;font-variant-numeric:tabular-nums}
.pick{display:inline-block}.pick input{position:absolute;opacity:0;width:1px;height:1px}
.pick span{display:inline-block;padding:.55rem 1.1rem;border:1px solid var(--soft);border-radius:.5rem;cursor:pointer;color:var(--ink);font-size:1rem}
.pick input:focus-visible+span{outline:3px solid #3b82c4;outline-offset:2px}
#verdict{font-weight:600;margin:.75rem 0}#verdict.good{color:var(--good)}#verdict.bad{color:var(--bad)}
@media(prefers-color-scheme:dark){#verdict.good{color:#5fc795}#verdict.bad{color:#f08a8d}}
summary{cursor:pointer;color:var(--soft)}code{display:block;overflow-wrap:anywhere;font-size:.8rem;margin:.4rem 0}
footer{text-align:center;padding:1rem 0}
`;

/** Digests the chosen file where the browser can, without sending it; otherwise the door is asked. */
export const SCRIPT = `
(function(){
var file=document.getElementById('file'),verdict=document.getElementById('verdict');
if(!file)return;
function say(kind,text){verdict.className=kind;verdict.textContent=text}
function judge(same){say(same?'good':'bad',same?'一致：该文件即为所登记的副本。 This file is the copy.':'不一致：该文件不是所登记的副本，或已被改动。 This file is not the copy, or was changed.')}
file.addEventListener('change',function(){
var one=file.files[0];if(!one)return;
say('','正在核对… Checking…');
(window.crypto&&crypto.subtle
?one.arrayBuffer().then(function(bytes){return crypto.subtle.digest('SHA-256',bytes)}).then(function(digest){
return Array.from(new Uint8Array(digest),function(b){return b.toString(16).padStart(2,'0')}).join('')===file.dataset.sha256})
:fetch(location.pathname,{method:'POST',headers:{'content-type':'application/octet-stream'},body:one}).then(function(answer){
if(!answer.ok)throw new Error();return answer.json()}).then(function(said){return said.genuine}))
.then(judge,function(){say('bad','核对未能完成，请重试。 Could not check, please try again.')});
});
})();
`;
