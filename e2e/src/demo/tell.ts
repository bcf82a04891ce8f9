/** Where the demo speaks: a terminal is drawn on, anything else gets plain lines. */
export const onTerminal = process.stdout.isTTY === true;

const paint = (code: number) => (text: string) => (onTerminal ? `\x1b[${code}m${text}\x1b[0m` : text);
export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);
export const yellow = paint(33);
export const cyan = paint(36);

export const tell = (line = ''): void => void process.stdout.write(`${line}\n`);

let chapter = 0;
/** A heading, numbered. */
export function heading(zh: string, en: string): void {
  chapter += 1;
  tell();
  tell(bold(cyan(`${chapter}. ${zh}`)) + dim(`  ${en}`));
}

/** Lines under a heading, indented. */
export const item = (text: string): void => tell(`   ${text}`);
