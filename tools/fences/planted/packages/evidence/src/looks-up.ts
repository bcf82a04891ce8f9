export { bench } from '../../vault/src/thing.ts';
