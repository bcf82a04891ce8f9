export * from './checkpoint.ts';
export * from './key.ts';
export * from './note.ts';
export * from './proof.ts';
export * from './tile-writer.ts';
export * from './tiles.ts';
export * from './witness-request.ts';
