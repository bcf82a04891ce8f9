/**
 * The fences of the house (docs: ARCHITECTURE.md, invariants 1–3). Each of them is shown to hold by tools/fences/fences.test.ts, which runs these
 * rules over planted violations.
 */
const test = '\\.(test|int\\.test|e2e\\.test)\\.ts$|/test/';
/** Packages from the top down: each may import only those below it. */
const order = [
  'auditor',
  'sdk',
  'lab',
  'access',
  'host',
  'stream',
  'vault',
  'formats',
  'properties',
  'packaging',
  'paper',
  'signing',
  'evidence',
  'contracts',
];
const door = '^services/[^/]+/src/decide\\.ts$';
const world =
  '^(node:)?(fs|fs/promises|net|tls|http|http2|https|dns|dns/promises|dgram|child_process|cluster|worker_threads|os|process|perf_hooks|timers|timers/promises|readline|repl|inspector|v8|vm|stream/promises)$';
const outside = '/node_modules/(kafkajs|@aws-sdk|pg|@prisma|undici|fastify|pino|sharp|@hyzyla)';

export default {
  forbidden: [
    {
      name: 'pure-packages-do-no-io',
      comment:
        'contracts, evidence and properties import nothing that does IO, reads a clock or draws chance (invariant 1).',
      severity: 'error',
      from: { path: '^packages/(contracts|evidence|properties)/src/', pathNot: test },
      to: { path: [world, outside] },
    },
    {
      name: 'decide-reaches-no-io',
      comment:
        'What decide.ts reaches, however far, does no IO (invariant 1). It may reach zod and node:crypto, for digests.',
      severity: 'error',
      from: { path: door },
      to: { path: [world, outside], reachable: true },
    },
    {
      name: 'one-file-knows-kafkajs',
      comment:
        'packages/stream/src/kafka.ts (and infra/local, which makes topics) know the Kafka client (invariant 2).',
      severity: 'error',
      from: { pathNot: ['^packages/stream/src/kafka\\.ts$', '^infra/local/src/topics(\\.int\\.test)?\\.ts$'] },
      to: { path: 'node_modules/kafkajs' },
    },
    {
      name: 'one-file-knows-s3',
      comment: 'packages/vault/src/s3.ts knows the S3 client (invariant 2).',
      severity: 'error',
      from: { pathNot: ['^packages/vault/src/s3\\.ts$', '^bench/', test] },
      to: { path: 'node_modules/@aws-sdk' },
    },
    {
      name: 'prisma-in-store-only',
      comment: "Prisma lives only in a service's src/store.ts (invariant 2).",
      severity: 'error',
      from: { pathNot: ['^services/[^/]+/src/store\\.ts$', '^infra/local/src/', '/generated/'] },
      to: { path: ['node_modules/(@prisma|prisma)/', '^services/[^/]+/src/generated/'] },
    },
    {
      name: 'services-do-not-import-services',
      comment:
        'Services meet in topics, in the vault and through contracts (invariant 3). The notary alone opens the doors of the others.',
      severity: 'error',
      from: { path: '^services/([^/]+)/', pathNot: '^services/notary/src/rules\\.ts$' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'only-auditor-and-notary-open-the-door',
      comment: 'A package imports no service but the auditor its /decide (invariant 3).',
      severity: 'error',
      from: { path: '^(packages|infra)/', pathNot: '^packages/auditor/' },
      to: { path: '^services/' },
    },
    {
      name: 'the-door-is-decide',
      comment: 'What auditor and notary open is decide.ts and nothing else (invariant 3).',
      severity: 'error',
      from: { path: ['^packages/auditor/', '^services/notary/src/rules\\.ts$'] },
      to: { path: '^services/', pathNot: ['^services/notary/', door] },
    },
    {
      name: 'lab-is-for-tests',
      comment:
        'The laboratory is a workbench: no service and no package of the product runs on it. infra/local starts its CA and authority as programs.',
      severity: 'error',
      from: { path: '^(packages|services)/', pathNot: ['^packages/lab/', test] },
      to: { path: '^packages/lab/' },
    },
    ...order.map((name, i) => ({
      name: `packages-look-down-${name}`,
      comment: `packages/${name} imports only packages below it.`,
      severity: 'error',
      from: { path: `^packages/${name}/src/`, pathNot: test },
      to: { path: `^packages/(${order.slice(0, i).join('|') || '\\b\\B'})/` },
    })),
    {
      name: 'no-circular',
      comment: 'No module needs, at run time, one that needs it.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^services/console/dist/', '^\\.local/', '^tools/fences/planted/'] },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
