export { BEGINS, type History, type HistoryOptions, makeHistory } from './history.ts';
export { makeSigners, type Signers } from './trust.ts';
export { writeHistory } from './write.ts';
