export { through } from './through.ts';
