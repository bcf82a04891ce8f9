export * from './judged.ts';
export * from './normalise.ts';
export * from './read.ts';
export * from './values.ts';
export * as der from './write.ts';
