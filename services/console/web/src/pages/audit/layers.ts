import { type Text, text } from '../../app/words.ts';

/** The layers of an audit, by name. */
export const LAYERS: Readonly<Record<string, Text>> = {
  broker: text('总线', 'broker'),
  chain: text('链', 'chain'),
  decision: text('判定', 'decision'),
  log: text('日志', 'log'),
  time: text('时间与密钥', 'time and keys'),
  bytes: text('内容', 'bytes'),
};
export const VERDICTS: Readonly<Record<string, Text>> = {
  whole: text('完好', 'whole'),
  broken: text('有误', 'broken'),
  'not-run': text('未检', 'not run'),
};

const ORDER = Object.keys(LAYERS);
/** Layers in the order in which an audit rests on them; a database keeps them in another. */
export const inOrder = (layers: Readonly<Record<string, string>>): [layer: string, verdict: string][] =>
  Object.entries(layers).sort(([one], [other]) => ORDER.indexOf(one) - ORDER.indexOf(other));
