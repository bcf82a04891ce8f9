export * from './by.ts';
export * from './exchange.ts';
export * from './names.ts';
export * from './token.ts';
export * from './verify.ts';
