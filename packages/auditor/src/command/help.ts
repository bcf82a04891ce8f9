export const HELP = `guidang — 取证、审计、证明、重演 / dump, audit, prove, replay

  guidang dump --out DIR [--brokers HOST:PORT,…] [--log PLACES|none] [--cluster TEXT] [--feedback]
      将审计所需的主题与存证日志写成文件。/ Writes the topics an audit needs, and the log, as files.

  guidang audit DIR --anchors FILE [--content PLACES|FOLDER] [--json FILE] [--html FILE] [--lang zh|en] [--threads N]
  guidang audit --brokers HOST:PORT,… --anchors FILE [--log PLACES|none] …
  guidang audit --segments DIR[,DIR…] --anchors FILE [--log PLACES|DIR|none] …
      重新判定每一链节，重算存证日志，只信任锚文件。/ Decides every link again and computes the log again, trusting the anchors alone.

  guidang prove CASE [--out FILE] [--dump DIR | --segments DIR,… | --brokers HOST:PORT,…] [--log PLACES|DIR]
      为一个办件出具证明，单个文件。/ Makes the proof of a case, one file (docs/formats/case-proof.md).

  guidang verify FILE --anchors FILE [--json FILE] [--lang zh|en]
      核验一份办件证明，不联网；浏览器中为 docs/verify.html。/ Checks such a proof; without a network. In a browser: docs/verify.html.

  guidang replay STEP [--from TIME] [--until TIME] [--brokers HOST:PORT,…]
      按记录的事实重演一个环节并比较，不写任何内容。/ Decides one step again from what is recorded and compares; writes nothing.

  --anchors FILE   信任锚：日志、见证方、时间戳与签名证书，须由被审计系统以外的人提供
                   whom to believe; to be had from somebody other than the audited system (docs/formats/anchors.md)
  --content SPEC   读回并核对存储中的归档包与文件：places 文件（含只读凭证）或按摘要存放对象的文件夹；并据此重新判定历次定期检测
                   reads packages and files back, and judges the yearly looks at them again: a places file with a credential that may read, or a folder of objects by digest
  --segments DIR   消息平台数据目录的副本（逐个 broker），不询问消息平台本身
                   copies of the brokers' log directories, one for each broker; nobody is asked (docs/formats/segments.md)
  --log PLACES     存证日志文件所在的 places 文件或文件夹 / places file that says where the files of the log lie, or a folder
  --case NUMBER / --day YYYY-MM-DD / --department USCC
                   只重新判定这些办件（当日有链节写入、该部门受理）；消息平台与存证日志仍整体查验
                   decides these cases alone (something written on the day in China, accepted by the department); broker and log are looked at as a whole
  --keep FILE      全部完好时留存最后一个经见证的存证点 / keeps the last witnessed checkpoint where all is whole
  --since FILE     自留存的存证点起重新判定，此前链节只验其未变 / decides from a kept checkpoint on; what lies before is only proven unchanged
  --publisher FILE 发布方的办件清单 (CSV)，逐件核对到了哪一步 / a publisher's own list of cases, compared: what arrived, and where it stopped
  --json FILE      报告 (JSON)；- 为标准输出 / the report as JSON; - for standard output
  --html FILE      报告（单个网页）/ the report as one page

退出码 / exit code   0 完好 whole · 1 有误 broken · 2 未能执行 could not run
在运行本地部件的检出目录中，缺省值取自 .local/parts.json / in a checkout that runs the local parts, defaults come from .local/parts.json
`;
