export * from './specimens.ts';
