import { type Text, text } from '../app/words.ts';

/** What a look at a stored package came to. */
export const LOOKS: Readonly<
  Record<'sound' | 'attention' | 'damaged', readonly [Text, 'success' | 'warning' | 'error']>
> = {
  sound: [text('完好', 'Sound'), 'success'],
  attention: [text('须关注', 'Attention'), 'warning'],
  damaged: [text('受损', 'Damaged'), 'error'],
};
