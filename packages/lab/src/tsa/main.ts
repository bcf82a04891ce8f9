import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TSA_POLICY } from '../ca/names.ts';
import { serialsFrom } from './serials.ts';
import { timestampServer } from './server.ts';
import type { Authority } from './token.ts';

/**
 * TSA_DIR holds tsa.pem and tsa.key (see ../ca/main.ts); the serial number is kept beside them. TSA_SUITE=gm stamps with sm2-tsa.pem and sm2-tsa.key
 * in the Chinese profile.
 */
const {
  TSA_DIR,
  TSA_PORT = '13161',
  TSA_HOST = '127.0.0.1',
  TSA_POLICY: policy = TSA_POLICY,
  TSA_SUITE: suite = 'pkcs',
} = process.env;
if (suite !== 'pkcs' && suite !== 'gm') {
  console.error(`TSA_SUITE 只能为 pkcs 或 gm / TSA_SUITE is pkcs or gm, not ${suite}`);
  process.exit(2);
}
if (!TSA_DIR) {
  console.error(
    '缺少环境变量 TSA_DIR(tsa.pem 与 tsa.key 所在目录)/ TSA_DIR, the folder of tsa.pem and tsa.key, is not set',
  );
  process.exit(2);
}
const name = suite === 'gm' ? 'sm2-tsa' : 'tsa';
const authority: Authority = {
  certificate: new X509Certificate(readFileSync(join(TSA_DIR, `${name}.pem`))),
  key: createPrivateKey(readFileSync(join(TSA_DIR, `${name}.key`))),
  policy,
  suite,
};
const server = timestampServer(authority, serialsFrom(join(TSA_DIR, `${name}.serial`)), () => new Date());
server.listen(Number(TSA_PORT), TSA_HOST, () =>
  console.log(`时间戳服务 / timestamp authority: http://${TSA_HOST}:${TSA_PORT}/`),
);

const stop = (): void => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
