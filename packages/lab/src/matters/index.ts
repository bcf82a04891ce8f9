export { bundleOf } from './bundle.ts';
export type { Made, Matter, MatterItem } from './matter.ts';
export * from './scheme.ts';
