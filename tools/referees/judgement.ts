/** What one outside judge said of one thing of ours. `skipped` is a judge that could not be had here, with the reason. */
export interface Judgement {
  readonly judge: string;
  readonly outcome: 'accepted' | 'refused' | 'skipped';
  readonly detail: string;
}

/** A judge that is there: asked as often as one likes, and dismissed at the end. */
export interface Judge<Question> {
  readonly name: string;
  judge(question: Question): Promise<Judgement>;
  dismiss(): void;
}

/** A judge's own words on one question. */
export interface Word {
  readonly accepted: boolean;
  readonly detail: string;
}

const LONGEST = 600;

/** A judge from a function; `dismiss` where something was kept running for it. */
export const sitting = <Question>(
  name: string,
  asked: (question: Question) => Promise<Word>,
  dismiss: () => void = () => {},
): Judge<Question> => ({
  name,
  async judge(question) {
    const { accepted, detail } = await asked(question);
    return { judge: name, outcome: accepted ? 'accepted' : 'refused', detail: detail.slice(0, LONGEST) };
  },
  dismiss,
});

/** The seat of a judge that could not be had. */
export const absent = (name: string, reason: string): Judge<unknown> => ({
  name,
  judge: async () => ({ judge: name, outcome: 'skipped', detail: reason }),
  dismiss: () => {},
});
