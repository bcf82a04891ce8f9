export * from './build.ts';
export * from './continuation.ts';
export * from './path.ts';
export * from './record.ts';
export * from './tree.ts';
export * from './verify.ts';
