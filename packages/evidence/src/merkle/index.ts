export * from './frontier.ts';
export * from './hash.ts';
export * from './proof.ts';
export * from './verify.ts';
