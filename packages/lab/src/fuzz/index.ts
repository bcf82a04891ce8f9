export * from './mutate.ts';
export * from './run.ts';
export * from './samples.ts';
export * from './targets.ts';
