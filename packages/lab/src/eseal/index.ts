export * from './ofd.ts';
export * from './seal.ts';
