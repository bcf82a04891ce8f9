import { type Inspection, notLooked, type Problem, problem, unreadable } from '../facts.ts';
import type { Subject } from './subject.ts';

/**
 * RTF (1.9.1): groups open and close to the end of the document, binary pieces have their length. Objects are told: they are files inside. The text itself is not set.
 */
export async function inspectRtf({ bytes, limits }: Subject): Promise<Inspection> {
  if (bytes.size > limits.textBytes)
    return notLooked(problem('TEXT_TOO_LONG', `longer than ${limits.textBytes} bytes`));
  const text = bytes.at(0, bytes.size).toString('latin1');
  const problems: Problem[] = [];
  if (/\\obj(emb|link|autlink|ocx|html)|\\objdata/.test(text))
    problems.push(problem('EMBEDDED_FILE', 'objects are embedded in the document'));
  let depth = 0;
  const token = /[{}]|\\bin(\d+) ?|\\[^a-z]|\\[a-z]+-?\d*/gi;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [what, binary] = found;
    if (what === '{') depth += 1;
    else if (what === '}') depth -= 1;
    else if (binary !== undefined) token.lastIndex += Number(binary);
    if (depth < 0) return unreadable('RTF_GROUPS', 'a group closes that never opened', ...problems);
    if (depth === 0) break;
  }
  if (depth > 0) return unreadable('TRUNCATED', `${depth} groups are not closed`, ...problems);
  return { readable: 'yes', problems };
}
