import { type Inspection, notLooked, type Problem, problem, unreadable } from '../facts.ts';
import { decoded, encodingOf } from '../text/decode.ts';
import { xmlText } from '../xml/text.ts';
import { xmlFacts } from '../xml/well-formed.ts';
import type { Subject } from './subject.ts';

const tooLong = (limit: number): Inspection => notLooked(problem('TEXT_TOO_LONG', `longer than ${limit} bytes`));

/** Plain text, CSV, mail, HTML: every byte belongs to a character of one encoding. */
export async function inspectText({ bytes, limits }: Pick<Subject, 'bytes' | 'limits'>): Promise<Inspection> {
  if (bytes.size > limits.textBytes) return tooLong(limits.textBytes);
  const encoding = encodingOf(bytes.at(0, bytes.size));
  if (!encoding) return unreadable('TEXT_ENCODING', 'bytes that are no characters of the encoding it begins with');
  return { readable: 'yes', problems: [], encoding };
}

/** DXF and STEP are text that says where it ends. */
export async function inspectDrawing({ bytes, limits, identity }: Subject): Promise<Inspection> {
  if (identity.puid === 'fmt/1394') return notLooked();
  const read = await inspectText({ bytes, limits });
  if (read.readable !== 'yes') return read;
  const end = bytes.at(Math.max(0, bytes.size - 200), 200).toString('latin1');
  const whole = identity.family === 'dxf' ? /\b0\s+EOF\s*$/.test(end) : /END-ISO-10303-21;\s*$/.test(end);
  return whole ? read : unreadable('TRUNCATED', 'the end of the drawing is missing');
}

export async function inspectJson({ bytes, limits }: Subject): Promise<Inspection> {
  if (bytes.size > limits.textBytes) return tooLong(limits.textBytes);
  const text = decoded(bytes.at(0, bytes.size), 'utf-8');
  if (text === null) return unreadable('TEXT_ENCODING', 'JSON must be UTF-8 (RFC 8259 §8.1)');
  try {
    JSON.parse(text);
  } catch {
    // The engine's message quotes the text, which is content.
    return unreadable('JSON_SYNTAX', 'not JSON to its end (RFC 8259)');
  }
  return { readable: 'yes', problems: [], encoding: 'utf-8' };
}

/** XML and SVG: well-formed to the end. References out of the document are told and never followed. */
export async function inspectXml({ bytes, limits }: Subject): Promise<Inspection> {
  if (bytes.size > limits.textBytes) return tooLong(limits.textBytes);
  const read = xmlText(bytes.at(0, bytes.size));
  if (!read) return unreadable('XML_ENCODING', 'not in the encoding it says');
  const facts = xmlFacts(read.text);
  const problems: Problem[] = [];
  if (facts.reachesOut) problems.push(problem('XML_ENTITIES', 'declares entities or names an external document type'));
  if (/<(?:\w+:)?script[\s>]/i.test(read.text)) problems.push(problem('SCRIPT', 'carries a script'));
  if (facts.fault) return unreadable('XML_NOT_WELL_FORMED', facts.fault, ...problems);
  return { readable: 'yes', problems, encoding: read.encoding };
}
