/** What one outside judge said of one thing of ours. `skipped` is a judge that could not be had here, with the reason. */
export interface Judgement {
  readonly judge: string;
  readonly outcome: 'accepted' | 'refused' | 'skipped';
  readonly detail: string;
}
