/** The command cannot be run as it was given: in words, with what to do. Ends with exit code 2. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

export const refuse = (zh: string, en: string): never => {
  throw new Refusal(`${zh} / ${en}`);
};
