export { through } from '../../../services/1-capture/src/through.ts';
