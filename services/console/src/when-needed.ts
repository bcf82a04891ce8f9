/** A connection that is made when it is first needed. One that could not be made is not kept: whoever asks next tries anew. */
export function whenNeeded<Connection extends { close(): Promise<void> }>(
  open: () => Promise<Connection>,
): { readonly get: () => Promise<Connection>; readonly close: () => Promise<void> } {
  let opening: Promise<Connection> | undefined;
  const get = (): Promise<Connection> => {
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  return {
    get,
    close: async () => {
      // Whoever asked for it was told why it failed; there is nothing to close then.
      const opened = await opening?.catch(() => undefined);
      await opened?.close();
    },
  };
}
