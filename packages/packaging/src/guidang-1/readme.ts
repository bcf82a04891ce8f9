import type { CaseRecord } from './case-record.ts';
import { reportPlaces } from './layout.ts';
import { folderOf, PROFILE } from './names.ts';
import { civilTime } from './time.ts';
import { retentionWords } from './words.ts';

/** 说明文件.txt: what this is, where what lies, and how to check it with nothing but common tools. Names nobody. */
export function readme({ referenceCode, retention, manifest, sealedAt }: CaseRecord): string {
  const { head, closing } = manifest.dossier;
  return `政务服务办件归档信息包 / Archival package of one government-service case
================================================================

档号 reference code        ${referenceCode}
办件编号 case              ${manifest.case}
事项 matter                ${head.matter.name} (${head.matter.code})
立档单位 department        ${head.department.name} (${head.department.fonds})
办结时间 closed            ${civilTime(closing.closedAt)} (UTC+8)
保管期限 retention         ${retentionWords(retention)} (${retention})
固化时间 sealed            ${civilTime(sealedAt)} (UTC+8)
信息包规范 profile         ${PROFILE}

一、结构 / What lies where
--------------------------
本信息包是一个 ZIP 文件(仅存储, 不压缩, 不加密), 内含一个符合 BagIt 1.0 (RFC 8493) 的文件夹 ${folderOf(referenceCode)}
(档号中的间隔号“·”在文件夹名中写作“.”)。
A ZIP, stored and not encrypted, that holds one BagIt 1.0 folder; the middle dots of the code are full stops in its name.

bagit.txt, bag-info.txt        BagIt 声明与信息 / declaration and labels
manifest-sha256.txt            data/ 下全部文件的 SHA-256 / SHA-256 of every file below data/
tagmanifest-sha256.txt         其余文件的 SHA-256 / SHA-256 of the other files
data/说明文件.txt              本文件 / this file
data/目录文件.xml              文件目录: 原文件名, 大小, 摘要 / every file: former name, size, digests
data/基本信息.xml              办件基本信息 / the case
data/材料清单.xml              材料清单 / its materials
data/流程信息.xml              办理流程 / how it was handled
data/表单.json                 申请表单, 含申请人信息(如有)/ the application form, if any; it names the applicant
data/申请材料/ 过程材料/ 结果材料/   材料原件 / the materials as they came
data/历次材料/                 被替换的材料(如有)/ materials that were replaced, if any
data/过程材料/0000_办理过程.pdf    办理过程信息版式文件 / the handling as a layout document
${reportLine(manifest)}data/校验/manifest.json        固化清单: 全部对象, 链节与检测结果 / what the seal is over
data/校验/manifest.jws         清单签名(JWS, 分离载荷)/ its signature, detached JWS
data/校验/timestamp.tst        可信时间戳(RFC 3161, DER)/ trusted timestamp
data/校验/timestamp-path.json  由清单摘要到时间戳的路径 / from the manifest's digest to what was stamped
data/校验/evidence-record.ers  证据记录(RFC 4998, DER), 可单独验证 / evidence record, verifiable alone
data/校验/manifest.sm2 等      国密固化(如有): SM2 签名及其证书 manifest.sm2.pem, SM3 时间戳 timestamp-sm3.tst 与路径, 证据记录
                               the same in SM2 and SM3, if sealed so
data/校验/validation.pem       签章证书与证书吊销列表 / certificates of the sealers and revocation lists of that moment
data/校验/manifest-sm3.txt     data/ 下文件的 SM3 / SM3 of the files below data/
data/校验/chain.jsonl          存证链: 每行一个链节 / the chain of the case, one link a line
data/校验/scheme.json          所用归档方案(如有)/ the archiving scheme applied, if it could be had

二、验证 / How to check it
--------------------------
在本文件夹内执行 / inside the folder:

1. 文件未变 / no file changed
     sha256sum -c manifest-sha256.txt
     sha256sum -c tagmanifest-sha256.txt

2. 时间 / time. timestamp-path.json 的 digest 是 manifest.json 的 SHA-256; 对 path 每一组: 将当前值与组内各值按字节升序拼接后取 SHA-256(RFC 4998 4.2);
   结果应为 root。/ Start from digest; for each group of path sort it together with the current value, join, hash; the end must be root. Then:
     openssl ts -verify -token_in -in data/校验/timestamp.tst -digest <root> -CAfile <可信根证书 trusted root>

   证据记录 evidence-record.ers 含同一时间戳与路径, 对象为 manifest.json。/ The evidence record holds the same token and path; what it is over is manifest.json.

3. 签名 / signature. manifest.jws 为“头..签名”: 被签内容是 头 + "." + base64url(manifest.json)。/ What is signed is header + "." + base64url(manifest.json).
   manifest.sm2(如有)为对 manifest.json 的 SM2 签名(用户标识 1234567812345678)。/ manifest.sm2 is an SM2 signature over manifest.json:
     openssl dgst -sm3 -verify <(openssl x509 -in data/校验/manifest.sm2.pem -pubkey -noout) -sigopt distid:1234567812345678 -signature data/校验/manifest.sm2 data/校验/manifest.json
   0000_办理过程.pdf 内有数字签名(PAdES)。/ The PDF of the handling is signed itself (PAdES).

4. 链 / chain. 同一步骤的链节, 后者的 previous 是前者整行字节(不含换行)的 SHA-256; 最后一行 CaseSealed 指明 manifest.json。
   Within a step, previous is the SHA-256 of the line before, without its line feed; the last line, CaseSealed, names manifest.json.

可信根证书与可信密钥须另行取得, 不应取自本信息包。
Get trusted certificates and keys from elsewhere, never from this package.
`;
}

/** Packages of cases that were sealed before there were reports say nothing of them. */
const reportLine = (manifest: CaseRecord['manifest']): string =>
  reportPlaces(manifest).size === 0
    ? ''
    : `data/过程材料/0000_四性检测报告.pdf  四性检测报告；数据形式为 data/校验/check-report.json / the report of the four-properties check, and the same as data\n`;
