export * from './hand.ts';
export * from './issue.ts';
export * from './names.ts';
export * from './sm2-folder.ts';
export * from './trust-folder.ts';
