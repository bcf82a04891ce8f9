/** Colours and shapes of the page; prints on paper as it stands. */
export const STYLE = `
:root{--ink:#1c2430;--dim:#667085;--line:#dfe3ea;--ground:#f6f7f9;--whole:#1b7f4b;--broken:#b42318;--felt:#b54708}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.6 "Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif}
.en{color:var(--dim);font-size:.86em}
code{font:.86em/1.5 ui-monospace,"SFMono-Regular",Menlo,Consolas,monospace;overflow-wrap:anywhere}
header{padding:2rem max(1.25rem,calc(50vw - 28.75rem));color:#fff;background:var(--whole)}
header.broken{background:var(--broken)}
header .en{color:#ffffffcc}
h1{margin:0;font-size:1.3rem;font-weight:600}
.verdict{margin:.35rem 0 .2rem;font-size:1.9rem;font-weight:700;line-height:1.3}
.of{margin:0;color:#ffffffcc;overflow-wrap:anywhere}
main{max-width:60rem;margin:0 auto;padding:0 1.25rem 3rem}
section{margin-top:1.75rem}
h2{margin:0 0 .6rem;font-size:1.1rem}
.layers{list-style:none;display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.6rem;margin:0;padding:0;counter-reset:n}
.layers li{background:#fff;border:1px solid var(--line);border-top:4px solid var(--line);border-radius:.4rem;padding:.55rem .7rem;display:flex;flex-direction:column}
.layers .whole{border-top-color:var(--whole)}.layers .broken{border-top-color:var(--broken)}
.layers b{font-weight:600}.layers i{font-style:normal;color:var(--dim)}
.layers .whole i>span:first-child{color:var(--whole)}.layers .broken i>span:first-child{color:var(--broken);font-weight:700}
article{background:#fff;border:1px solid var(--line);border-left:5px solid var(--broken);border-radius:.4rem;padding:1rem 1.2rem;margin-bottom:1rem;break-inside:avoid}
h3{margin:0 0 .5rem;font-size:1.06rem}
h3 code{color:var(--broken)}
.no{color:var(--dim);font-weight:400}
article p{margin:.3rem 0 .7rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:0}
dt{color:var(--dim)}dd{margin:0}
.chain{list-style:none;display:flex;flex-wrap:wrap;gap:1.5rem;margin:.2rem 0 .8rem;padding:0;text-align:center;line-height:1.25}
.chain li{position:relative;min-width:4.6rem;padding:.3rem .5rem;border:1.5px solid var(--line);border-radius:.4rem;background:#fff;font-size:.92rem}
.chain li+li::before{content:"";position:absolute;right:100%;top:50%;width:1.5rem;border-top:1.5px solid var(--line)}
.chain .at{border-color:var(--broken);background:var(--broken);color:#fff}.chain .at .en{color:#ffffffd0}
.chain .felt{border-color:var(--felt);border-style:dashed;color:var(--felt)}
details{margin-top:.8rem}summary{cursor:pointer}
table{border-collapse:collapse;width:100%;margin-top:.4rem}
th,td{text-align:left;font-weight:400;padding:.28rem .8rem .28rem 0;border-bottom:1px solid var(--line);vertical-align:top}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(19rem,1fr));gap:2rem}
.figures td{text-align:right;padding-right:0;white-space:nowrap;font-variant-numeric:tabular-nums}
@media print{body{background:#fff}header{color:var(--ink);background:#fff;border-bottom:3px solid currentColor}header.broken .verdict{color:var(--broken)}header .en,.of{color:var(--dim)}details>*{display:block}}
`.trim();
