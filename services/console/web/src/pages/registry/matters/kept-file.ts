/** A file that was chosen, so that it outlives the session: an input of files cannot be filled again by a page, but what was in it can be kept. */
export interface KeptFile {
  readonly name: string;
  /** Base64. */
  readonly bytes: string;
}

/** Beyond this it would not find room in a tab's storage, and has to be chosen again. 491 matters are some 150 KB. */
export const MOST_KEPT_BYTES = 1_500_000;
const AT_ONCE = 0x8000; // arguments of one call

export async function keptFile(file: File): Promise<KeptFile | undefined> {
  if (file.size > MOST_KEPT_BYTES) return undefined;
  const bytes = new Uint8Array(await file.arrayBuffer());
  let letters = '';
  for (let at = 0; at < bytes.length; at += AT_ONCE)
    letters += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE));
  return { name: file.name, bytes: btoa(letters) };
}

/** Undefined where nothing was kept, or what was kept is no file. */
export function fileOf({ name, bytes }: KeptFile): File | undefined {
  if (name === '') return undefined;
  try {
    return new File([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], name);
  } catch {
    return undefined;
  }
}
