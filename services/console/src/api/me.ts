/** Who is signed in, as the pages need it. */
export interface Me {
  readonly account: string;
  readonly name: string;
  /** Sent as `x-csrf-token` with whatever changes something. */
  readonly csrf: string;
  readonly posts: readonly {
    readonly role: string;
    readonly roleZh: string;
    readonly roleEn: string;
    readonly title: string;
  }[];
  /** Action → `city`, or the departments where it may be done; what is not named may not be done anywhere. */
  readonly may: Readonly<Record<string, 'city' | readonly string[]>>;
}
