export * from './detached.ts';
export * from './port.ts';
export * from './public-key.ts';
export * from './verify.ts';
