export * from './answer.ts';
export * from './serials.ts';
export * from './server.ts';
export type { Authority } from './token.ts';
