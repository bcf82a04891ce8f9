export * from './read.ts';
export * from './verify.ts';
