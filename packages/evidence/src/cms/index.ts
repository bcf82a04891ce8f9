export * from './names.ts';
export * from './read.ts';
export type { CertificateNaming } from './signer.ts';
