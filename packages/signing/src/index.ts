export * from './file-key.ts';
export { compilePkcs11 } from './pkcs11/compile.ts';
export * from './pkcs11/signer.ts';
export type { TokenPlace } from './pkcs11/token.ts';
export * from './remote/client.ts';
export * from './remote/protocol.ts';
export * from './remote/service.ts';
export * from './rotation.ts';
export * from './secret.ts';
