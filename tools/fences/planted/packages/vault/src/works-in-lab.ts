export { bench } from '../../lab/src/bench.ts';
