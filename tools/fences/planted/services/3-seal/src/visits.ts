export { through } from '../../1-capture/src/through.ts';
