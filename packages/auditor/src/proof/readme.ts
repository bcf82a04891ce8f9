/** What stands in a proof for people. */
export const PROOF_README = `办件证明 / Proof of a case

本文件证明：所载各链节（links/）确已写入存证日志，自检查点（checkpoint）签名之时起未被改动，并由见证方联署；
固化清单（seal/manifest.json）列明该办件全部文件的摘要，经签名并加盖可信时间戳。

怎样核验：
  用浏览器打开 verify.html（不联网），选入本文件与信任锚文件；或
  guidang verify 本文件 --anchors 信任锚文件；或
  按 docs/verify-by-hand.md 用 unzip、sha256sum、openssl 逐步核验。
信任锚文件须取自出具证明者以外的人。手中若有该办件的文件，其 SHA-256 应在清单之中。

This file proves that its links (links/) were written into the log, have not been changed since the checkpoint was signed, and that witnesses have seen it; and that the manifest
(seal/manifest.json), which names every file of the case by digest, was signed and timestamped.

To check it: open verify.html in a browser (no network) and choose this file and the anchors; or run
guidang verify FILE --anchors ANCHORS; or follow docs/verify-by-hand.md with unzip, sha256sum and openssl.
The anchors have to come from somebody other than whoever gave you this file.
`;
