export * from './crl.ts';
