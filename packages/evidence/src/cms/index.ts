export * from './build.ts';
export * from './names.ts';
export * from './read.ts';
export type { CertificateNaming } from './signer.ts';
export * from './verify.ts';
