export * from './digests.ts';
export * from './names.ts';
