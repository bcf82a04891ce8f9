export * from './drawn-ofd.ts';
export { type Hand, House } from './hands.ts';
export * from './revoked.ts';
export { type SignedSpecimen, type SignedSpecimens, signedSpecimens } from './specimens.ts';
