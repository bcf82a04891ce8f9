export * from './digest.ts';
export * from './log/index.ts';
export * from './merkle/index.ts';
export * from './verdict.ts';
