export * from './key.ts';
export * from './sm2.ts';
