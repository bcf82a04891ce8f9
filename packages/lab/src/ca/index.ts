export * from './issue.ts';
export * from './names.ts';
export * from './trust-folder.ts';
