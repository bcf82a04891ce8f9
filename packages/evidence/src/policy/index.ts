export * from './default.ts';
export * from './judge.ts';
export * from './policy.ts';
export * from './renewal.ts';
