export * from './drawn-ofd.ts';
export * from './specimens.ts';
